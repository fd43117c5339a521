/** Required before tests of node:test: counts what runs of the files in scope. Each process writes what it saw to REACH_COUNTS. */
'use strict'
const { writeFileSync } = require('node:fs')
const Module = require('node:module')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { instrumented, isInScope } = require('./instrumented.cjs')

const compile = Module.prototype._compile
Module.prototype._compile = function (text, path, ...rest) {
  return compile.call(this, isInScope(path) ? instrumented(text, path) : text, path, ...rest)
}
Module.register?.('./hooks.mjs', pathToFileURL(__filename))
process.on('exit', () => {
  const counts = globalThis.__coverage__
  if (counts !== undefined)
    writeFileSync(join(process.env.REACH_COUNTS, `${process.pid}-${Date.now()}.json`), JSON.stringify(counts))
})
