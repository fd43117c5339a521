/** The repository that a template renders into, looked at no further than is asked: each look makes an input of the task. */
import type { Look, ReadYaml } from '../../../lib/survey/look.js'
import type { Manager, Package } from '../../../lib/survey/packages.js'
import { managerOf, packageOf } from '../../../lib/survey/packages.js'
import type { PythonService } from '../../../lib/survey/python.js'
import { pythonServicesOf } from '../../../lib/survey/python.js'
import type { Runner } from '../../../lib/survey/runner.js'
import { runnerOf } from '../../../lib/survey/runner.js'
import type { Compiler } from './compiler.js'
import { compilerOf } from './compiler.js'
import type { Library } from '../model/library.js'
import { openLibrary } from '../model/library.js'
import { openParser } from '../model/source.js'

export interface Repository {
  readonly look: Look
  readonly pack: Package | undefined
  readonly manager: Manager
  readonly runner: Runner | undefined
  readonly compiler: Compiler
  readonly python: readonly PythonService[]
  /** The name of the package or Python project, without a scope; undefined where nothing has a name. */
  readonly name: string | undefined
  /** Its sources, parsed as they are asked for. */
  readonly openLibrary: () => Promise<Library>
  readonly openYaml: () => Promise<ReadYaml>
}

export function openRepository(look: Look): Repository {
  const repository: Repository = lazily<Repository>({
    look: () => look,
    pack: () => packageOf(look),
    manager: () => managerOf(look),
    runner: () => repository.pack && runnerOf(look, repository.pack),
    compiler: () => compilerOf(look),
    python: () => pythonServicesOf(look),
    name: () => repository.pack?.name?.replace(/^@.*\//, '') ?? repository.python[0]?.name,
    openLibrary: () => async () => openLibrary(look, await openParser(), () => repository.compiler.aliases),
    openYaml: () => openYaml,
  })
  return repository
}

async function openYaml(): Promise<ReadYaml> {
  const { parse } = await import('yaml')
  return (text) => {
    try {
      return parse(text, { logLevel: 'silent', maxAliasCount: 100 }) as unknown
    } catch {
      return undefined
    }
  }
}

/** An object whose values are made when they are first asked for; Liquid sees them as its own. */
export function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const made = {}
  for (const [name, make] of Object.entries<() => unknown>(makers)) {
    const get = (): unknown => {
      const value = make()
      Object.defineProperty(made, name, { value, enumerable: true })
      return value
    }
    Object.defineProperty(made, name, { get, enumerable: true, configurable: true })
  }
  return made as T
}

/** The very same facts in the words of a template, one's own too. */
export const wordsFor = (repository: Repository): object =>
  lazily({
    name: () => repository.name ?? '',
    package_manager: () => repository.manager.name,
    install: () => repository.manager.install,
    run: () => repository.manager.run,
    exec: () => repository.manager.exec,
    scripts: () => Object.fromEntries(repository.pack?.scripts ?? []),
    runner: () => repository.runner?.name ?? '',
    test: () => repository.runner?.test ?? '',
    coverage: () => repository.runner?.coverage?.run ?? '',
    is_module: () => repository.pack?.isModule ?? false,
    is_typescript: () =>
      repository.runner?.isTypeScript ?? repository.look.list(['tsconfig.json']).length > 0,
    python: () =>
      repository.python.map(({ folder, name, framework = '', tests = '', test }) => ({
        folder,
        name,
        framework,
        tests,
        test,
      })),
  })
