/** What `demo` shows: a full make, one with nothing to do, and one after an edit, each with the command that does it. */
import type { Context } from './outside.js'

export async function demonstrate({ outside, stdout }: Context, folder: string | undefined): Promise<number> {
  const say = (text: string): void => void stdout.write(text)
  const at = await outside.sample(folder)
  say(
    `The sample is in ${at}: a small TypeScript library, and a roadmap that compiles, lints and tests it.\n`,
  )
  const run = async (title: string, ...words: string[]): Promise<number> => {
    say(`\n${title}\n$ orchestrate ${words.join(' ')}\n`)
    return await outside.again(at, words)
  }
  const first = await run('What would be done, and why:', 'plan')
  const made = first === 0 ? await run('It is done:', 'make', '--yes') : first
  if (made !== 0) return made
  const idle = await run('Again: nothing has changed, so nothing runs.', 'make', '--yes')
  outside.edit(at)
  say('\nOne source file is edited.\n')
  const why = await run('Which task must run now, and why?', 'why', 'unit-tests')
  const again = await run('Only what reads the file runs:', 'make', '--yes')
  say(`\nGo on in ${at}: edit a file there, then \`orchestrate why TASK\` and \`orchestrate make\`.\n`)
  return Math.max(idle, why, again)
}
