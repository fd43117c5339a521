/** The programs of a story. `FAIL` names an output whose command fails, `RACE` one during whose command an input changes, `RACES` how often. */
import type { Memory } from '../rig.js'
import { digestOf } from '../rig.js'

/** `$MODE` and `$TOOL` among the words are what the variable and the tool say. `mix` is lossy, so that different inputs often give the same output; `many` makes one to three files; `format` trims. */
export function addCommands(memory: Memory): void {
  const read = (files: ReadonlyMap<string, string>, word: string): string => {
    if (word === '$MODE') return memory.env.get('MODE') ?? ''
    return word === '$TOOL' ? (memory.tools.get('tool --version') ?? '') : textAt(files, word)
  }
  memory.commands.set('mix', (files, [out = '', salt = '', ...inputs]) => {
    if (memory.env.get('FAIL') === out) {
      files.set(out, 'half')
      return 1
    }
    const text = [salt, ...inputs.map((word) => read(files, word))].join('\0')
    if (memory.env.get('RACE') === out) race(memory, inputs)
    const digest = digestOf(text)
    files.set(out, digest.charCodeAt(0) % 4 === 0 ? 'zero' : digest.slice(1, 2))
    return 0
  })
  memory.commands.set('many', (files, [out = '', salt = '', ...inputs]) => {
    for (const path of [...files.keys()]) if (path.startsWith(out)) files.delete(path)
    const digest = digestOf([salt, ...inputs.map((word) => read(files, word))].join('\0'))
    for (let i = digest.charCodeAt(0) % 3; i >= 0; i--) files.set(`${out}${i}.txt`, digest.slice(i, i + 1))
    return 0
  })
  memory.commands.set('format', (files) => {
    for (const [path, text] of files) if (path.startsWith('src/')) files.set(path, text.trim())
    return 0
  })
  memory.commands.set('check', () => 0)
}

/** The contents of an input: a file, all files of a folder, or what the one glob of the stories matches. */
function textAt(files: ReadonlyMap<string, string>, path: string): string {
  const isBelow = path.endsWith('/') || path.includes('*')
  if (!isBelow) return files.get(path) ?? ''
  const folder = path.replace('*.txt', '')
  const found = [...files].filter(([file]) => file.startsWith(folder)).sort(([a], [b]) => (a < b ? -1 : 1))
  return found.flat().join('\0')
}

function race(memory: Memory, inputs: readonly string[]): void {
  const left = Number(memory.env.get('RACES')) - 1
  memory.env.set('RACES', `${left}`)
  if (left <= 0) memory.env.delete('RACE')
  const raced = inputs.find((path) => path.startsWith('src/') && !path.includes('*')) ?? 'src/a.txt'
  memory.files.set(raced, `raced ${memory.now}`)
}
