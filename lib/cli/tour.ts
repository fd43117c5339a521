/** What `demo --tour` shows: a small project is made, nothing is made twice, an edit makes what it changed, each with its command. */
import type { Context } from './outside.js'

/** Compiled, it is gone: what reads the compiled files has nothing to do. */
const COMMENT = '\n// A slug of a slug is that slug.\n'
const CODE = "\nexport const separators = ['-', '_', '.', '~'] as const\n"

interface Step {
  readonly says: string
  readonly words: readonly string[]
  /** Added to the end of a source file before. */
  readonly edit?: string
}

const STEPS: readonly Step[] = [
  { says: 'What would be done, in which order, and why:', words: ['plan'] },
  { says: 'It is done. `--yes` answers the one question that it asks:', words: ['make', '--yes'] },
  { says: 'Again. Every file is what it was, so nothing runs:', words: ['make', '--yes'] },
  {
    says: 'A comment is added to src/slug.ts. It is compiled to the same bytes, so no test has to run:',
    words: ['make', '--yes'],
    edit: COMMENT,
  },
  {
    says: 'Now code is added. What has that to do with the coverage?',
    words: ['why', 'phase-2/coverage'],
    edit: CODE,
  },
  { says: 'All that depends on it runs, and nothing else:', words: ['make', '--yes'] },
  { says: 'Where everything stands:', words: ['status'] },
  {
    says: 'Files that a recipe wrote can be given back. Only told, by `-n`:',
    words: ['clean', 'phase-2', '-n'],
  },
]

/** Gives the exit code of the first step that fails, otherwise 0. */
export async function tour({ outside, stdout }: Context, folder: string | undefined): Promise<number> {
  const say = (text: string): void => void stdout.write(text)
  const at = await outside.sample('slugs', folder)
  say(`The sample is in ${at}: a small TypeScript library, and a roadmap that leads it to a release.\n`)
  for (const [i, { says, words, edit }] of STEPS.entries()) {
    if (edit !== undefined) outside.edit(at, edit)
    say(`\n${i + 1}/${STEPS.length}  ${says}\n$ orchestrate ${words.join(' ')}\n`)
    const exit = await outside.again(at, words)
    if (exit !== 0) return exit
  }
  say(`\nThat is all. Go on in ${at}: edit a file, then \`orchestrate why TASK\` and \`orchestrate make\`.\n`)
  return 0
}
