/** Configurations of Jest and Vitest as people write them: one of each form. */
import type { Subject } from './trial.js'

const OPTIONS = `  // What Jest does
  verbose: true, // loud
  reporters: ['default', ["jest-junit", { outputDirectory: 'out' }]],

  /* of TypeScript */
  transform: { '^.+\\\\.ts$': 'ts-jest' },`

const texts: readonly (readonly [name: string, target: string, text: string])[] = [
  [
    'module.exports',
    'jest.config.js',
    `/** @type {import('jest').Config} */\nmodule.exports = {\n${OPTIONS}\n};\n`,
  ],
  ['a constant', 'jest.config.cjs', `const config = {\n${OPTIONS}\n};\n\nmodule.exports = config;\n`],
  ['export default', 'jest.config.mjs', `export default {\n${OPTIONS}\n}\n`],
  [
    'satisfies',
    'jest.config.ts',
    `import type { Config } from 'jest'\n\nexport default {\n${OPTIONS}\n} satisfies Config\n`,
  ],
  [
    'a typed constant',
    'jest.config.ts',
    `import type { Config } from 'jest';\n\nconst config: Config = {\n${OPTIONS}\n};\n\nexport default config;\n`,
  ],
  [
    'a function',
    'jest.config.js',
    `module.exports = async () => {\n  return {\n  ${OPTIONS.replaceAll('\n', '\n  ')}\n  };\n};\n`,
  ],
  ['an arrow', 'jest.config.js', `module.exports = () => ({ verbose: true, reporters: ["default"] });\n`],
  [
    'a base that is spread',
    'jest.config.js',
    `const base = require('./base');\nmodule.exports = {\n\t...base,\n\tverbose: true,\n\treporters: [\n\t\t"default",\n\t],\n};\n`,
  ],
  [
    'next/jest',
    'jest.config.js',
    `const nextJest = require('next/jest')\nconst createJestConfig = nextJest({ dir: './' })\nconst custom = {\n${OPTIONS}\n}\nmodule.exports = createJestConfig(custom)\n`,
  ],
  [
    'Windows',
    'jest.config.js',
    `module.exports = {\r\n    verbose: true,\r\n    reporters: [\r\n        'default'\r\n    ]\r\n};\r\n`,
  ],
  ['no comma, one line', 'jest.config.js', `module.exports = { verbose: true, reporters: ['default'] }`],
  ['nothing in it', 'jest.config.js', `module.exports = {}\n`],
  ['JSON', 'jest.config.json', `{\n    "verbose": true,\n    "reporters": ["default"]\n}\n`],
  [
    'package.json',
    'package.json',
    `{\n  "name": "app",\n  "jest": {\n    "verbose": true,\n    "reporters": [\n      "default"\n    ]\n  },\n  "scripts": {}\n}\n`,
  ],
  [
    'Vitest',
    'vitest.config.ts',
    `import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({\n  plugins: [],\n  test: {\n    verbose: true,\n    reporters: ['default'],\n    coverage: { provider: 'v8' },\n  },\n})\n`,
  ],
  [
    'Vitest, of the mode',
    'vite.config.mts',
    `import { defineConfig, coverageConfigDefaults } from 'vitest/config';\n\nexport default defineConfig(({ mode }) => ({\n    define: { mode },\n    test: {\n        verbose: true,\n        reporters: ["default"],\n        coverage: { exclude: [...coverageConfigDefaults.exclude] }\n    }\n}));\n`,
  ],
  [
    'Vitest, merged',
    'vitest.config.ts',
    `import { defineConfig, mergeConfig } from 'vitest/config'\nimport base from './base'\n\nexport default mergeConfig(base, defineConfig({\n  test: {\n    verbose: true,\n    reporters: ['default'],\n  },\n}))\n`,
  ],
]

export const own: readonly Subject[] = texts.map(([name, target, text]) => ({
  name: `${target}: ${name}`,
  target,
  text,
}))
