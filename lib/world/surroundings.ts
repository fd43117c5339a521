/** What surrounds a command: variables by keyed hash, secrets out of sight, tools by what they say. */
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import type { Digest } from '../core/place.js'
import type { Surroundings } from '../core/world.js'
import { keyOf } from './key.js'
import type { Mode } from './ledger.js'
import { secretsOf } from './secrets.js'
import type { ToolOptions } from './tools.js'
import { openTools } from './tools.js'

export interface SurroundingsOptions extends ToolOptions {
  readonly stateFolder: string
  readonly mode: Mode
}

export function openSurroundings(options: SurroundingsOptions): Surroundings {
  const { env, stateFolder, mode } = options
  const secrets = secretsOf(env)
  let key: Buffer | undefined
  return {
    env(name) {
      const value = env[name]
      if (value === undefined) return 'absent'
      key ??= keyOf(join(stateFolder, 'key'), mode)
      return createHmac('sha256', key).update(`${name}\0${value}`).digest('base64url') as Digest
    },
    isSet: (name) => (env[name] ?? '') !== '',
    mask: (text) => secrets.mask(text),
    tool: openTools(options),
  }
}
