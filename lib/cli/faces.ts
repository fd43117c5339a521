/** Which face a run has: a tree in a terminal, lines in a pipe, annotations on GitHub, or events as JSON. */
import type { Renderer } from '../core/event.js'
import type { FaceOptions, Shown } from '../render/face.js'
import type { Context } from './outside.js'
import { nameOf } from './session.js'
import type { Workspace } from './workspace.js'
import { shown } from './workspace.js'

export const REPORTERS = ['tree', 'plain', 'json', 'github'] as const
export type Reporter = (typeof REPORTERS)[number]

export interface Face {
  readonly renderer: Renderer
  /** Gives the terminal to a question, and takes it back after. */
  readonly aroundQuestion: <T>(ask: () => Promise<T>) => Promise<T>
}

export async function faceOf(
  context: Context,
  workspace: Workspace,
  options: {
    readonly reporter: Reporter | undefined
    readonly output: Shown
    readonly verbose: boolean
    readonly colour: boolean
  },
): Promise<Face> {
  const { outside } = context
  const texts = new Map(workspace.files.map(({ path, text }) => [shown(outside, path), text]))
  const face: FaceOptions = {
    out: (text) => void context.stdout.write(text),
    err: (text) => void context.stderr.write(text),
    colour: options.colour,
    verbose: options.verbose,
    output: options.output,
    name: nameOf(workspace),
    source: (file) => texts.get(file),
  }
  const plainly = <T>(ask: () => Promise<T>): Promise<T> => ask()
  switch (options.reporter ?? usual(context)) {
    case 'json':
      return { renderer: (await import('../render/json.js')).jsonRenderer(face), aroundQuestion: plainly }
    case 'github': {
      const { githubRenderer } = await import('../render/github.js')
      const summaryFile = outside.env.GITHUB_STEP_SUMMARY
      const more = summaryFile === undefined ? {} : { summaryFile }
      return { renderer: githubRenderer({ ...face, ...more }), aroundQuestion: plainly }
    }
    case 'plain':
      return { renderer: (await import('../render/plain.js')).plainRenderer(face), aroundQuestion: plainly }
    case 'tree': {
      const { treeRenderer } = await import('../render/tree.js')
      const { columns, rows } = outside.terminal
      const renderer = treeRenderer({ ...face, columns, rows })
      const aroundQuestion = async <T>(ask: () => Promise<T>): Promise<T> => {
        renderer.pause()
        try {
          return await ask()
        } finally {
          renderer.resume()
        }
      }
      return { renderer, aroundQuestion }
    }
  }
}

function usual({ outside: { env, terminal } }: Context): Reporter {
  if (env.GITHUB_ACTIONS === 'true') return 'github'
  const isQuiet = (env.CI ?? '') !== '' || env.TERM === 'dumb'
  return terminal.isTerminal && !isQuiet ? 'tree' : 'plain'
}
