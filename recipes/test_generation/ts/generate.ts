/** From a source file of TypeScript or JavaScript to the text of its tests: read, try out, keep, write, run. */
import type { Path } from '../../../lib/core/place.js'
import { placeOf } from '../../../lib/core/place.js'
import type { Reader } from '../../../lib/core/recipe.js'
import { Refusal } from '../../../lib/core/recipe.js'
import { accounted, endingsOf } from './account.js'
import { benchOf } from './bench.js'
import type { Case } from './cases.js'
import { says, telling } from './echo.js'
import { entryLines, entryStarts, isEntered } from './entry.js'
import type { Explored } from './explore.js'
import { explore, lean, requestsIn, startsOf, steady } from './explore.js'
import { importsOf, needed, specifier } from './imports.js'
import { pluginImports } from './plugins.js'
import { probeText } from './probe.js'
import { proven } from './prove.js'
import { readingOf } from './reading.js'
import { isReloaded, reloadLines } from './reload.js'
import { clientLines } from './stubs.js'
import type { Bench } from './bench.js'
import { endRunners } from './runner.js'
import type { Kept } from './select.js'
import { fewerThrows, selection, spares } from './select.js'
import { settled } from './standing.js'
import type { Unit } from './unit.js'
import { valueStarts } from './values.js'
import { inOrder, testText } from './write.js'
import type { Generated } from '../generated.js'
import { Untestable } from '../untestable.js'

export interface Wanted {
  readonly target: string
  readonly testFile: Path
  /** Milliseconds. */
  readonly budget: number
}

export async function generate(wanted: Wanted, look: Reader): Promise<Generated> {
  const { target, testFile } = wanted
  const text = look.text(target)
  if (text === undefined) throw new Refusal(`there is no \`${target}\` to test`)
  const bench = benchOf(target, testFile, text, look)
  try {
    return await generated(wanted, text, bench)
  } finally {
    await endRunners(bench)
  }
}

async function generated(
  { target, testFile, budget }: Wanted,
  text: string,
  bench: Bench,
): Promise<Generated> {
  const { look } = bench
  const unit: Unit = { ...(await readingOf(target, look)), installed: bench.installed }
  for (const path of unit.reads) look.digest(path)
  const importing = (spoken: ReadonlySet<string> | undefined): readonly string[] => {
    const isSpoken = (name: string): boolean => spoken?.has(name) !== false
    const subjects = unit.subjects.filter(({ name }) => isSpoken(name))
    const standing = { testFile, dialect: bench.dialect, text }
    if (isEntered(unit, bench.dialect)) return entryLines(unit, standing, isSpoken)
    if (isReloaded(unit, bench.dialect)) return reloadLines(unit, standing, isSpoken)
    const clients = clientLines(unit, standing, isSpoken)
    return [
      ...clients.imports,
      ...pluginImports({ ...unit, subjects }, bench.dialect),
      ...importsOf({ ...unit, subjects }, testFile, bench.dialect, text),
      ...needed(unit, isSpoken, testFile, bench.dialect, text),
      ...clients.mocks,
    ]
  }
  const imports = importing(undefined)
  const probe = (cases: readonly Case[]): string => probeText(imports, cases, unit, bench.dialect)
  const requests = await requestsIn(unit, bench, imports)
  const { pairs, remade } = await explore(
    [
      ...startsOf(unit, requests, bench.dialect),
      ...entryStarts(unit, bench.dialect),
      ...valueStarts(unit, bench.dialect, specifier(target, testFile, bench.dialect, text)),
    ],
    bench,
    probe,
    budget,
  )
  const told = telling(pairs, bench.dialect)
  const selected = selection(told)
  const chosen = await leanest([...selected, ...spares(told, selected)], remade, bench, probe)
  const kept = inOrder(chosen.filter((one) => says(one, bench.dialect)))
  const writing =
    (held: ReadonlyMap<string, string>) =>
    (tests: readonly Kept[]): Promise<string> => {
      const imports = importing(wordsOf(tests))
      const file = { path: testFile, target, imports, usesClock: unit.usesClock, held }
      return laidOut(testFile, testText(file, tests, bench.dialect), look)
    }
  const write = writing(new Map())
  const account = kept.length === 0 ? undefined : await accounted(kept, write, unit, bench)
  const worth = account?.tests ?? fewerThrows(kept)
  if (worth.length === 0)
    throw new Untestable(`nothing of \`${target}\` can be tested: ${whyNothing(unit, pairs)}`)
  const before = look.proposed(placeOf(testFile)) ?? look.text(testFile)
  const { tests: ordered, held } =
    before === undefined ? { tests: worth, held: new Map() } : settled(worth, await write(worth), before)
  const remembers = unit.isStateful && !isReloaded(unit, bench.dialect)
  const { text: proof, tests } = await proven(ordered, writing(held), bench, remembers)
  if (account === undefined) return { text: proof }
  return { text: proof, measured: account.measured(tests, endingsOf(pairs)) }
}

/** Each without its idle stubs, where it does the same without them. */
async function leanest(
  chosen: readonly Kept[],
  remade: Explored['remade'],
  bench: Bench,
  probe: (cases: readonly Case[]) => string,
): Promise<readonly Kept[]> {
  const short = chosen.map((one) => lean(one, remade))
  const steadyOnes = await steady(short, bench, probe)
  const known = new Set(steadyOnes.map((one) => one.case))
  const others = chosen.filter(
    (one, i) => short[i] !== undefined && short[i].case !== one.case && !known.has(short[i].case),
  )
  const long = await steady(others, bench, probe)
  return chosen.flatMap(
    (one, i) =>
      steadyOnes.find((other) => other.case === short[i]?.case) ??
      long.find((other) => other.case === one.case) ??
      [],
  )
}

/** Prettier takes the breaks that it has made itself for the author's, and goes on from them: until it is content. */
async function laidOut(path: string, text: string, look: Reader): Promise<string> {
  let before = text
  for (let turn = 0; turn < 4; turn++) {
    const after = await look.format(path, before)
    if (after === before) break
    before = after
  }
  return before
}

/** A linter has a word to say of an import that nothing uses. */
const wordsOf = (tests: readonly Kept[]): ReadonlySet<string> =>
  new Set(tests.flatMap(({ case: { arrange, act } }) => [...arrange, act].join('\n').match(/[\w$]+/g) ?? []))

function whyNothing({ subjects }: Unit, pairs: readonly Kept[]): string {
  const closed = subjects.find((one) => one.kind === 'closed')
  if (closed?.kind === 'closed') return closed.why
  if (subjects.length === 0) return 'it exports nothing that runs'
  if (subjects.every(({ kind }) => kind === 'value'))
    return 'it exports values alone, and a test would only write them down again'
  const thrown = pairs.find(({ seen }) => seen.outcome === 'threw' && seen.value[0] === 'error')?.seen.value
  const message = thrown?.[0] === 'error' ? thrown[2].find(([name]) => name === 'message')?.[1] : undefined
  if (message?.[0] === 's')
    return `every call ends in \`${message[1].split('\n')[0] ?? ''}\`: hand in what it needs as an argument, so that a test can, too`
  return pairs.length === 0
    ? 'it exports no function or class that can be called'
    : 'no call gives a value that can be told'
}
