/** Compiles the schema of a roadmap to code that needs neither ajv nor a compile at run time: `node --import tsx scripts/validator.mjs`. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

const TYPES = `/** Made by \`scripts/validator.mjs\` from \`schema.ts\`. */

export interface SchemaFault {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly propertyName?: string
  /** The schema that holds the keyword. */
  readonly parentSchema: {
    readonly title?: string
    readonly type?: string | readonly string[]
    readonly enum?: readonly string[]
    readonly properties?: Readonly<Record<string, unknown>>
  }
}

export interface Validator {
  (data: unknown): boolean
  readonly errors?: readonly SchemaFault[] | null
}

/** The roadmap file. */
export const roadmap: Validator
/** A file that a roadmap includes. */
export const included: Validator
`

/** Writes `lib/roadmap/validator.generated.js` and its types. */
export async function writeValidator() {
  const { roadmapSchema } = await import('../lib/roadmap/schema.ts')
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    inlineRefs: false,
    messages: false,
    schemas: [roadmapSchema],
    code: { source: true, esm: true, lines: true },
  })
  const { $id } = roadmapSchema
  const code = standalone.default(ajv, { roadmap: $id, included: `${$id}#/$defs/included` })
  // The code requires helpers of ajv.
  await build({
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'node20',
    minify: true,
    outfile: `${root}lib/roadmap/validator.generated.js`,
    logLevel: 'error',
  })
  writeFileSync(`${root}lib/roadmap/validator.generated.d.ts`, TYPES)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeValidator()
