/** Scripts under test: edited as the recipe would, and run for what they export. */
import assert from 'node:assert/strict'
import ts from 'typescript'
import type { Edit } from '../../../recipes/config_edit/edits.js'
import { changesFor } from '../../../recipes/config_edit/edits.js'
import { readPath } from '../../../recipes/config_edit/path.js'
import { script } from '../../../recipes/config_edit/script/index.js'
import type { Json } from '../../../recipes/config_edit/value.js'

export function valueOf(text: string): Json {
  const reading = script.read(text)
  if (!reading.ok) assert.fail(`${reading.message} at ${reading.offset}`)
  return reading.value
}

export function segments(path: string) {
  const reading = readPath(path)
  if (!reading.ok) assert.fail(reading.message)
  return reading.segments
}

export const set = (path: string, value: Json): Edit => ({ do: 'set', path: segments(path), value })
export const append = (path: string, value: Json): Edit => ({ do: 'append', path: segments(path), value })
export const remove = (path: string): Edit => ({ do: 'remove', path: segments(path) })

/** The text with the edits made, one after the other. */
export function edited(text: string, ...edits: readonly Edit[]): string {
  return edits.reduce((now, edit) => {
    const changes = changesFor(edit, valueOf(now), [])
    if ('message' in changes) assert.fail(changes.message)
    return changes.reduce(
      (so, { steps, value, before }) =>
        value === undefined ? script.drop(so, steps) : script.put(so, steps, value, text, before),
      now,
    )
  }, text)
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isFunction = (value: unknown): value is (env: object) => unknown => typeof value === 'function'

/** What a configuration asks for: modules that give back, call or merge what they are given. */
const modules: Readonly<Record<string, unknown>> = {
  'vitest/config': {
    defineConfig: (config: unknown) => config,
    defineProject: (config: unknown) => config,
    mergeConfig: (a: object, b: object) => ({ ...a, ...b }),
    coverageConfigDefaults: { exclude: ['usual'] },
  },
  'next/jest': () => (config: object) => () => Promise.resolve({ ...config, next: true }),
  './base': { testEnvironment: 'node', testTimeout: 9 },
  'ts-jest/presets': { defaults: { transform: { ts: 'ts-jest' } } },
}

/** What the script exports as its configuration once it has run. */
export const loaded = (text: string): Promise<unknown> => exportedBy(text, (name) => modules[name])

/** `load`: what `require` gives; `more`: other names that it finds. */
export async function exportedBy(
  text: string,
  load: (name: string) => unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  })
  const module: { exports: unknown } = { exports: {} }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the configuration under test is a program
  const run = new Function('module', 'exports', 'require', ...Object.keys(more), outputText) as (
    ...given: readonly unknown[]
  ) => void
  run(module, module.exports, load, ...Object.values(more))
  const exported =
    isMap(module.exports) && 'default' in module.exports ? module.exports.default : module.exports
  return isFunction(exported) ? await exported({ mode: 'test' }) : exported
}
