/** Required before a runner: the date is as many milliseconds later as REACH_SHIFT says, in each realm that the runner opens. */
'use strict'
const vm = require('node:vm')

const LATER = `{
  const Real = Date
  const shift = ${Number(process.env.REACH_SHIFT ?? 0)}
  globalThis.Date = class Date extends Real {
    constructor(...words) { if (words.length === 0) super(Real.now() + shift); else super(...words) }
    static now() { return Real.now() + shift }
  }
}`

vm.runInThisContext(LATER)
const make = vm.createContext
vm.createContext = (...words) => {
  const context = make(...words)
  vm.runInContext(LATER, context)
  return context
}
