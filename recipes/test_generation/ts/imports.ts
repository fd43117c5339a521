/** The lines by which a test file gets at what it tests. */
import type { Dialect } from './dialect.js'
import { quote } from './literals.js'
import type { Unit } from './unit.js'

/** One line that brings names of a module in. */
export const importLine = (names: string, from: string, isModule: boolean): string =>
  isModule ? `import { ${names} } from ${quote(from)}` : `const { ${names} } = require(${quote(from)})`

export function importsOf(
  { path, subjects: all, env }: Unit,
  testFile: string,
  dialect: Dialect,
  text: string,
): readonly string[] {
  // What is loaded anew for each test is not loaded before.
  const subjects = all.filter(({ kind }) => env.length === 0 || kind !== 'value')
  const from = `'${specifier(path, testFile, dialect, text)}'`
  const named = subjects
    .filter((one) => one.export === 'named' && one.kind !== 'closed')
    .map(({ name }) => name)
  const main = subjects.find((one) => one.export === 'default' && one.kind !== 'closed')?.name
  if (dialect.isModule) {
    const names = named.length > 0 ? `{ ${named.join(', ')} }` : ''
    const all = [main ?? '', names].filter((part) => part !== '').join(', ')
    return all === '' ? [] : [`import ${all} from ${from}`]
  }
  return [
    ...(main === undefined ? [] : [`const ${main} = require(${from})`]),
    ...(named.length === 0 ? [] : [`const { ${named.join(', ')} } = require(${from})`]),
  ]
}

/** What the goals of a unit speak of beyond it: errors that it tells apart. */
export function needed(
  { goals, subjects }: Unit,
  isSpoken: (name: string) => boolean,
  testFile: string,
  dialect: Dialect,
  text: string,
): readonly string[] {
  const byFile = new Map<string, Set<string>>()
  for (const { name, from } of goals.flatMap((goal) => goal.needs))
    if (isSpoken(name) && !subjects.some((one) => one.name === name))
      byFile.set(from, (byFile.get(from) ?? new Set()).add(name))
  return [...byFile].map(([from, names]) =>
    importLine([...names].sort().join(', '), specifier(from, testFile, dialect, text), dialect.isModule),
  )
}

/** As the unit itself writes its imports: with the ending of what is compiled, or without one. */
export function specifier(
  path: string,
  testFile: string,
  { isTypeScript, isModule, runner }: Dialect,
  text: string,
): string {
  const up = testFile.split('/').slice(0, -1)
  const down = path.split('/')
  while (up.length > 0 && up[0] === down[0]) {
    up.shift()
    down.shift()
  }
  const whole = [...(up.length === 0 ? ['.'] : up.map(() => '..')), ...down].join('/')
  if (!isTypeScript) return isModule ? whole : whole.replace(/\.js$/, '')
  if (/from ['"]\.[^'"]*\.[cm]?js['"]/.test(text)) return whole.replace(/\.([cm]?)tsx?$/, '.$1js')
  return runner === 'node' ? whole : whole.replace(/\.[cm]?tsx?$/, '')
}
