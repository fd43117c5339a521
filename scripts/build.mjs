/** Builds `dist/`: the validator, the start-up file (CommonJS, node's own modules alone), the program in chunks, types, schema. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

execFileSync(process.execPath, ['--import', 'tsx', 'scripts/validator.mjs'], { stdio: 'inherit' })
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
/** Derived files are told apart by it: a change of any source makes those of an earlier build worthless. */
function sourcesHash() {
  const hash = createHash('sha256')
  for (const folder of ['bin', 'lib', 'recipes'])
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)))
  return hash.digest('base64url').slice(0, 12)
}

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  define: { VERSION: JSON.stringify(version), BUILD: JSON.stringify(`${version}-${sourcesHash()}`) },
  // Module builds: of a CommonJS one in a bundle, `import()` sees `default` alone.
  mainFields: ['module', 'main'],
  alias: { 'jsonc-parser': './scripts/jsonc-parser.mjs', yaml: './node_modules/yaml/browser/dist/index.js' },
  logLevel: 'warning',
  minifySyntax: true,
  legalComments: 'linked',
}

rmSync('dist', { recursive: true, force: true })
const cjs = { ...common, outdir: 'dist', outExtension: { '.js': '.cjs' }, format: 'cjs' }
await Promise.all([
  build({ ...cjs, entryPoints: { 'bin/orchestrate': 'bin/orchestrate.ts' } }),
  // A process of its own, for `test_generation`.
  build({
    ...cjs,
    entryPoints: { 'bin/unit': 'bin/unit.ts' },
    define: { ...common.define, 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  }),
  // One file, so that one code cache serves it all; what is imported late is in it, and runs late.
  build({
    ...cjs,
    entryPoints: { 'bin/main': 'bin/main.ts' },
    external: ['prettier'],
    // Code out of a cache cannot `import()`: prettier is required, and recipe modules are imported by the start-up file.
    supported: { 'dynamic-import': false },
    define: { ...common.define, 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  }),
  build({ ...common, entryPoints: { recipe: 'lib/core/recipe.ts' }, outdir: 'dist', format: 'esm' }),
])
chmodSync('dist/bin/orchestrate.cjs', 0o755)
// The few letters beyond ASCII that are left, in expressions and comments, would double what the program takes in memory.
const program = readFileSync('dist/bin/main.cjs', 'utf8')
writeFileSync('dist/bin/main.cjs', program.replace(/[^\0-\x7f]/g, escaped), 'latin1')

function escaped(letter) {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
mkdirSync('dist/types', { recursive: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
  stdio: 'inherit',
})
const schema = execFileSync(process.execPath, ['dist/bin/orchestrate.cjs', 'schema'])
writeFileSync('dist/roadmap.schema.json', schema)

// What this node has compiled on the way through a roadmap is kept beside the program; another node compiles for itself.
execFileSync(process.execPath, ['dist/bin/orchestrate.cjs', 'make', '--dry-run', '-C', 'examples/slugs'], {
  env: { ...process.env, ORCHESTRATE_CODE_CACHE: 'write' },
  stdio: 'ignore',
})
