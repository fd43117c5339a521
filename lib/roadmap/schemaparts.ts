/** The pieces that the schema of a roadmap is put together from: ids, durations, lists of paths, defaults. */

export const ref = (name: string) => ({ $ref: `#/$defs/${name}` }) as const

/** `title` says what would be right, as a message does: "must be <title>". */
export const text = (description: string, title = 'a text') =>
  ({ type: 'string', minLength: 1, title, description }) as const

export const texts = (description: string, each: string) =>
  ({
    type: 'array',
    items: { type: 'string', minLength: 1, title: each },
    title: 'a list',
    description,
  }) as const

export const flag = (description: string) => ({ type: 'boolean', description }) as const

const oneOrMore = (description: string, each: string) =>
  ({
    type: ['string', 'array'],
    minLength: 1,
    minItems: 1,
    items: { type: 'string', minLength: 1, title: each },
    title: `${each}, or a list of them`,
    description,
  }) as const

export const id = (description: string) =>
  ({
    type: 'string',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
    title: 'an id of letters, digits, `.`, `_` and `-`',
    description,
  }) as const

export const duration = (description: string) =>
  ({
    type: 'string',
    pattern: '^(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d))+$',
    title: 'a duration such as `10m` or `1h30m`',
    description,
  }) as const

export const variables = {
  type: 'object',
  propertyNames: {
    pattern: '^[A-Za-z_][A-Za-z0-9_-]*$',
    title: 'a name of letters, digits, `_` and `-`',
  },
  additionalProperties: {
    type: ['string', 'number', 'boolean'],
    title: 'a text, a number, `true` or `false`',
  },
  title: 'names with their values',
  description: 'Used as {{ name }} in any string of a task; the nearest wins.',
} as const

export const when = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  title: 'one or more of `exists`, `missing` and `env`',
  description: 'The task is skipped, and said so, where this does not hold.',
  properties: {
    exists: oneOrMore('Paths or globs that must be there.', 'a path'),
    missing: oneOrMore('Paths or globs that must not be there.', 'a path'),
    env: oneOrMore('Variables of the environment that must be set.', 'the name of a variable'),
  },
} as const

export const retries = {
  type: 'object',
  additionalProperties: false,
  title: 'keys such as `attempts` and `delay`',
  description: 'How often, and after how long, a failed task is tried again.',
  properties: {
    attempts: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      title: 'a whole number from 1 to 100',
      description: 'The first attempt counts; 1 where absent.',
    },
    backoff: {
      enum: ['exponential', 'fixed'],
      description: 'Whether each delay is twice the one before; exponential where absent.',
    },
    delay: duration('Before the second attempt; 1s where absent.'),
    max_delay: duration('No delay is longer; 30s where absent.'),
  },
} as const

/** What may stand under `defaults`, and on a phase, a group or a task. */
export const defaults = {
  retries: ref('retries'),
  timeout: duration('For one attempt; absent: no limit.'),
  fail_fast: flag('After a failure nothing new is started.'),
  env: texts('Variables of the environment whose values count.', 'the name of a variable'),
  inputs: texts(
    'Files and globs that are read; `!` takes away. As a default: added to those of every command.',
    'a path or glob',
  ),
} as const

export const pathOrPaths = oneOrMore
