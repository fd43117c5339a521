/** The files of a repository that want a test, the riskiest first: risk × what no test covers. */
import type { Area, PythonArea, ScriptArea } from './areas.js'
import type { Kind } from './frameworks.js'
import { isPythonRoute, kindOf } from './frameworks.js'
import { importsOf, indexOf, nameOf, subjectOfSource } from './imports.js'
import type { Look, ReadOffer } from './look.js'
import { inFolder } from './look.js'
import type { Size } from './risk.js'
import { graveWords, isAboutSecurity, riskOf, sizeOf } from './risk.js'
import { namingOf, pythonTestFileOf, subjectOf, testFileOf } from './tests.js'
import { entriesOf, jsonOf } from './values.js'

export interface Unit {
  readonly path: string
  readonly area: Area
  readonly kind: Kind
  readonly size: Size
  /** Source files that import it. */
  readonly importers: number
  readonly words: readonly string[]
  readonly isAboutSecurity: boolean
  /** How many tests import it. One that is named for it makes it no unit any more. */
  readonly usedByTests: number
  /** Percentage of its statements that the last coverage report has; absent: no report knows it. */
  readonly covered?: number
  /** Risk × missing coverage; only its order counts. */
  readonly weight: number
  /** Where its test would go; nothing is there yet. */
  readonly testFile: string
}

/** How an area stands before anything is done. */
export interface Standing {
  readonly area: Area
  /** Lines with code on them, of all files that a coverage report counts. */
  readonly lines: number
  /** Of these, in files that have a test. */
  readonly tested: number
  readonly testedFiles: number
  readonly units: readonly Unit[]
}

const ENOUGH = 80

export function standingOf(look: Look, area: Area, offer: ReadOffer): Standing {
  const texts = new Map([...area.sources, ...area.tests].map((path) => [path, look.text(path) ?? '']))
  const of = (path: string): string => texts.get(path) ?? ''
  const index = indexOf(area.sources)
  const importers = counted(area.sources, of, index)
  const users = counted(area.tests, of, index)
  const subjects = new Set(area.tests.map((path) => subjectOf(path).toLowerCase()))
  const measured = reportOf(look, area)
  const place = placeOf(area)
  // As a disk that knows no upper case sees it: there, `User.test.js` would be written over `user.test.js`.
  const there = new Set([...area.sources, ...area.tests].map((path) => path.toLowerCase()))
  let [lines, tested, testedFiles] = [0, 0, 0]
  const units: Unit[] = []
  for (const path of area.sources) {
    const size = sizeOf(path, of(path))
    if (!hasBehaviour(path, of(path))) continue
    lines += size.lines
    const covered = measured(path)
    const isNamed = subjects.has(subjectOfSource(path).toLowerCase())
    const usedByTests = users.get(path) ?? 0
    const share = covered === undefined ? (isNamed ? 1 : usedByTests > 0 ? 0.5 : 0) : covered / 100
    tested += covered === undefined ? (isNamed ? size.lines : 0) : size.lines * share
    if (isNamed) testedFiles += 1
    const testFile = place(path)
    const isDone = (covered ?? 0) >= ENOUGH || isNamed || there.has(testFile.toLowerCase())
    if (isDone || !canBeUnit(path) || isWiring(size) || !canBeCalled(path, of(path), offer)) continue
    const words = graveWords(area.folder === '' ? path : path.slice(area.folder.length + 1))
    units.push({
      path,
      area,
      kind: unitKind(path, of(path)),
      size,
      importers: importers.get(path) ?? 0,
      words,
      isAboutSecurity: isAboutSecurity(words),
      usedByTests,
      ...(covered === undefined ? {} : { covered }),
      weight: riskOf(size, importers.get(path) ?? 0, words) * (1 - share),
      testFile,
    })
  }
  units.sort((a, b) => b.weight - a.weight || (a.path < b.path ? -1 : 1))
  return { area, lines, tested: Math.round(tested), testedFiles, units }
}

/** Of each file, how many of these import it. */
function counted(
  from: readonly string[],
  of: (path: string) => string,
  index: ReturnType<typeof indexOf>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const path of from)
    for (const other of importsOf(path, of(path), index)) counts.set(other, (counts.get(other) ?? 0) + 1)
  return counts
}

/** Something that a test could call and that does something: no list of names, no types, no entry that only starts. */
function hasBehaviour(path: string, text: string): boolean {
  if (path.endsWith('.py')) return /^[ \t]*(?:async )?def /m.test(text)
  const isOffered = /\bexport\b|\bmodule\.exports\b|\bexports\.\w/.test(text)
  const code = text
    .replace(/^\s*(?:export|import)\s+type\b[^\n]*/gm, '')
    .replace(/\binterface \w+[^{]*\{[^}]*\}/g, '')
  return (
    isOffered &&
    /\bfunction\b|=>\s*[^\s]|\bclass \w+|\bprocess\.env\b|^\s+(?:async )?\w+\([^)]*\)\s*\{/m.test(code)
  )
}

/** Mere values are not worth a test, unless they come from the environment. In Python, what is defined whatever happens counts. */
function canBeCalled(path: string, text: string, offer: ReadOffer): boolean {
  if (path.endsWith('.py'))
    return /^(?:async )?def (?!_)|^class (?!_)[^]*?^[ \t]+(?:async )?def /m.test(
      text.replace(/("""|''')[^]*?\1/g, ''),
    )
  const offered = offer(text)
  return offered === 'behaviour' || (offered === 'values' && /\b(?:process|import\.meta)\.env\b/.test(text))
}

/** It puts other things together, and hardly anything can go wrong in it. */
const isWiring = ({ lines, branches }: Size): boolean => lines < 6 && branches === 0

/** Components are seen, not called: no template of ours tests them. */
const canBeUnit = (path: string): boolean => !/\.[jt]sx$/.test(path)

function unitKind(path: string, text: string): Kind {
  if (!path.endsWith('.py')) return kindOf(path, text)
  if (isPythonRoute(text)) return 'route'
  return /(?:^|\/)(?:config|settings)\.py$/.test(path) ? 'config' : 'service'
}

function placeOf(area: Area): (path: string) => string {
  return area.language === 'script' ? scriptPlace(area) : pythonPlace(area)
}

function scriptPlace({ tests, sources, runner, roots, folder }: ScriptArea): (path: string) => string {
  const usual = namingOf(tests, sources, runner, folder)
  // Where the tests of all packages are in one folder, each has a folder of its own there.
  const isShared = usual.place === 'folder' && folder !== '' && !usual.folder.startsWith(`${folder}/`)
  const naming = isShared ? { ...usual, folder: inFolder(usual.folder, nameOf(folder)) } : usual
  const rootOf = (path: string): string =>
    roots.find((root) => root !== '' && path.startsWith(`${root}/`)) ?? folder
  return (path) => testFileOf(path, rootOf(path), naming)
}

function pythonPlace({ service }: PythonArea): (path: string) => string {
  const tests = service.tests ?? inFolder(service.folder, 'tests')
  const packageOfFile = (path: string): string =>
    service.packages.find((one) => path.startsWith(`${one}/`)) ?? service.folder
  return (path) => pythonTestFileOf(path, packageOfFile(path), tests)
}

/** What the last report says of a file: Istanbul's summary names files by absolute paths, coverage.py from its folder. */
function reportOf(look: Look, area: Area): (path: string) => number | undefined {
  const folder = area.language === 'script' ? area.host.folder : area.folder
  if (area.language === 'python') {
    const files = entriesOf(entriesOf(jsonOf(look.text(inFolder(folder, 'coverage.json')))).get('files'))
    return (path) => {
      const own = folder === '' ? path : path.slice(folder.length + 1)
      return numberOf(entriesOf(entriesOf(files.get(own)).get('summary')).get('percent_covered'))
    }
  }
  const report = entriesOf(jsonOf(look.text(inFolder(folder, 'coverage/coverage-summary.json'))))
  const files = [...report].filter(([path]) => path !== 'total')
  return (path) => {
    const found = files.find(([absolute]) => absolute === path || absolute.endsWith(`/${path}`))
    return numberOf(entriesOf(entriesOf(found?.[1]).get('statements')).get('pct'))
  }
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
