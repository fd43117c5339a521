/** Counts what runs, as Istanbul does, so that what no test loads and what one does are counted alike. */
'use strict'
const { createRequire } = require('node:module')
const { join } = require('node:path')

const { createInstrumenter } = createRequire(join(process.env.REACH_TOOLS, 'x.js'))('istanbul-lib-instrument')
const scope = new Set(JSON.parse(process.env.REACH_SCOPE))

exports.scope = scope
exports.isInScope = (path) => scope.has(path)

const instrumenter = (text, path) =>
  createInstrumenter({
    esModules: /^\s*(?:import|export)\s/m.test(text),
    parserPlugins: /\.[cm]?tsx?$/.test(path) ? ['typescript'] : [],
    compact: false,
  })

exports.instrumented = (text, path) => instrumenter(text, path).instrumentSync(text, path)

/** What there is to count in a file, all of it at nought. */
exports.uncounted = (text, path) => {
  const one = instrumenter(text, path)
  one.instrumentSync(text, path)
  return one.lastFileCoverage()
}
