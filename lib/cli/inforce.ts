/** The roadmap that a watch goes by: read again where a text of it changed; one at fault leaves the one before in force. */
import { join } from 'node:path'
import { stateFolder } from './background.js'
import type { Outside } from './outside.js'
import type { Workspace } from './workspace.js'

type Texts = readonly (readonly [path: string, text: Uint8Array | undefined])[]

export class InForce {
  /** As they were read last, at fault or not. */
  private texts: Texts

  constructor(
    private current: Workspace,
    private readonly outside: Pick<Outside, 'readFile'>,
    /** Reads it anew; undefined where it is at fault, or has no longer what is watched. */
    private readonly reopen: () => Promise<Workspace | undefined>,
  ) {
    this.texts = this.textsOf(current.files.map(({ path }) => path))
  }

  get workspace(): Workspace {
    return this.current
  }

  /** `kept`: it changed, and is not to be gone by. */
  async look(): Promise<'same' | 'other' | 'kept'> {
    const now = this.textsOf(this.texts.map(([path]) => path))
    if (now.every(([, text], i) => isSame(text, this.texts[i]?.[1]))) return 'same'
    this.texts = now
    const next = await this.reopen()
    if (next === undefined) return 'kept'
    this.current = next
    this.texts = this.textsOf(next.files.map(({ path }) => path))
    return 'other'
  }

  /** Is the project's folder no longer there? A watch does not make it anew. */
  isGone(): boolean {
    const { root, files } = this.current
    const known = [join(stateFolder(root), '.gitignore'), ...files.map(({ path }) => path)]
    return known.every((path) => this.outside.readFile(path) === undefined)
  }

  private textsOf(paths: readonly string[]): Texts {
    return paths.map((path) => [path, this.outside.readFile(path)])
  }
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.length === other.length && one.every((byte, i) => byte === other[i])
