/** A sample of the same edits through the built program, all in one project: made, made again, undone, and cleaned beside an edit by hand. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Done } from './workflows.js'

const PROGRAM = fileURLToPath(new URL('../../dist/bin/orchestrate.cjs', import.meta.url))
const BY_HAND = '\n# by hand\n'

interface Case {
  readonly name: string
  readonly path: string
  readonly before: string
  readonly after: string
}

/** Each way in which the files are not as they should be after a command. */
export function programFaults(done: readonly Done[], size: number): string[] {
  const chosen = done.filter(({ deed }) => deed.first === undefined)
  const sample = chosen.filter((_, i) => i % Math.ceil(chosen.length / size) === 0)
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  try {
    return faultsIn(folder, sample)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function faultsIn(folder: string, sample: readonly Done[]): string[] {
  const cases = sample.map(({ subject, deed, trial: { before, after } }, i): Case => {
    const path = `.github/workflows/${i}-${subject.name}`
    // Some edits name the file itself.
    return {
      name: `${deed.name}: ${subject.name}`,
      path,
      before,
      after: after.replaceAll(subject.target, path),
    }
  })
  const tasks = sample.map(({ deed }, i) => ({
    id: `t${i}`,
    type: 'config_edit',
    target: cases[i]?.path,
    ...deed.raw,
  }))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const { deed } of sample)
    for (const [path, text] of Object.entries(deed.files ?? {})) write(path, text)
  for (const { path, before } of cases) write(path, before)
  // Each file has the style in which it was tried; one without any is none of prettier's business.
  const styles = sample.map(({ style }, i) => ({ files: cases[i]?.path ?? '', options: style }))
  write(
    '.prettierrc.json',
    JSON.stringify({ overrides: styles.filter(({ options }) => options !== undefined) }),
  )
  write(
    '.prettierignore',
    styles.flatMap(({ files, options }) => (options === undefined ? [`${files}\n`] : [])).join(''),
  )
  const groups = [{ id: 'g', name: 'g', tasks }]
  write(
    'roadmap.yaml',
    JSON.stringify({ version: 1, name: 'corpus', phases: [{ id: 'p', name: 'p', groups }] }),
  )

  const faults: string[] = []
  const run = (words: readonly string[], wanted: (one: Case) => string): void => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words, '-C', folder], {
      encoding: 'utf8',
    })
    const said = `${stdout}${stderr}`.trim().split('\n').slice(-6).join('\n')
    if (status !== 0) faults.push(`\`${words.join(' ')}\` ends with ${String(status)}: ${said}`)
    for (const one of cases)
      if (readFileSync(join(folder, one.path), 'utf8') !== wanted(one))
        faults.push(`\`${words.join(' ')}\`: ${one.name} is not as it should be`)
  }
  const make = ['make', '--reporter', 'plain', '--keep-going']
  run(make, ({ after }) => after)
  run(make, ({ after }) => after)
  run(['undo'], ({ before }) => before)
  run(make, ({ after }) => after)
  for (const { path, after } of cases) write(path, after + BY_HAND)
  run(['clean'], ({ before }) => before + BY_HAND)
  return faults
}
