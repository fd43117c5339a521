/** Whether the project's own compiler takes a test file, where the project's configuration has it among what is compiled. */
import { folderOf } from '../../../lib/core/place.js'
import type { Bench } from './bench.js'

export interface Mistake {
  /** From 0. */
  readonly line: number
  readonly message: string
}

const OUT = '.orchestrate-types.json'

/** What a project lacks for all of its tests alike: types of the runner, or of a package. */
const LACKING = [2304, 2307, 2580, 2582, 2591, 2593, 7016]

const CHECK = `const { createRequire } = require('node:module'), path = require('node:path'), fs = require('node:fs')
const [, file, out] = process.argv, full = path.resolve(file)
const answer = (mistakes) => { fs.writeFileSync(out, JSON.stringify(mistakes)); process.exit(0) }
let ts
try { ts = createRequire(full)('typescript') } catch { answer([]) }
const configs = []
for (let folder = path.dirname(full); ; folder = path.dirname(folder)) {
  let names = []
  try { names = fs.readdirSync(folder) } catch {}
  configs.push(...names.filter((name) => /^tsconfig(\\..*)?\\.json$/.test(name)).sort((a, b) => a.length - b.length).map((name) => path.join(folder, name)))
  if (folder === process.cwd() || folder === path.dirname(folder)) break
}
for (const config of configs) {
  const { config: raw, error } = ts.readConfigFile(config, ts.sys.readFile)
  if (error !== undefined) continue
  const { options, fileNames } = ts.parseJsonConfigFileContent(raw, ts.sys, path.dirname(config), undefined, config)
  if (!fileNames.some((name) => path.resolve(name) === full)) continue
  const roots = [full, ...fileNames.filter((name) => /\\.d\\.[cm]?ts$/.test(name))]
  const program = ts.createProgram(roots, { ...options, noEmit: true, incremental: false, composite: false, skipLibCheck: true, tsBuildInfoFile: undefined })
  const source = program.getSourceFile(full)
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  answer(found.filter(({ category }) => category === ts.DiagnosticCategory.Error).map(({ start, code, messageText }) => ({
    line: source.getLineAndCharacterOfPosition(start ?? 0).line, code, message: ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300),
  })))
}
answer([])`

/** Empty, too, where there is no compiler or no configuration that has the file in it. */
export async function mistypes({ look, testFile }: Bench, text: string): Promise<readonly Mistake[]> {
  const folder = folderOf(testFile)
  const out = folder === '' ? OUT : `${folder}/${OUT}`
  const { files } = await look.experiment({
    command: ['node', '-e', CHECK, testFile, out],
    files: new Map([[testFile, text]]),
    wanted: [out],
    timeout: 60_000,
    memory: 2048,
  })
  const found = JSON.parse(files.get(out) ?? '[]') as readonly (Mistake & { readonly code: number })[]
  return found.filter(({ code }) => !LACKING.includes(code))
}
