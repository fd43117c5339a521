/** A copy of a repository to measure on. */
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The copy of an earlier measurement where there is one: units that are fresh in it stay so. */
export function checkout(
  repository: string,
  out: string,
): { readonly root: string; readonly isNew: boolean } {
  const root = join(out, 'project')
  const isNew = !existsSync(root)
  mkdirSync(out, { recursive: true })
  if (isNew)
    cpSync(repository, root, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/\/(?:\.git|\.orchestrate|coverage)$/.test(path.slice(repository.length)),
    })
  return { root: realpathSync(root), isNew }
}

/** In a folder of Python tests, what makes it a package may import them. */
export function strip(root: string, tests: readonly string[]): void {
  for (const path of tests) {
    rmSync(join(root, path))
    if (path.endsWith('.py')) rmSync(join(root, dirname(path), '__init__.py'), { force: true })
  }
}

/** What a package published on a registry names as its runner is not in what is published. */
export function runByNode(root: string): void {
  const file = join(root, 'package.json')
  const { scripts, devDependencies, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    object
  >
  const others = Object.entries(devDependencies ?? {}).filter(
    ([name]) => !/^(?:mocha|ava|tap|jest|vitest|nyc|c8)$/.test(name),
  )
  const changed = {
    ...rest,
    scripts: { ...scripts, test: 'node --test' },
    devDependencies: Object.fromEntries(others),
  }
  writeFileSync(file, `${JSON.stringify(changed, null, 2)}\n`)
}
