/** What a probe sees with, as the text of a program: values, what ran of the unit, and timers that were left running. */

/** Milliseconds for one candidate. */
export const PATIENCE = 1500

export const EYES = `
const encode = (value, locals, depth = 0, above = [], budget = { left: 300 }) => {
  if (budget.left-- <= 0 || depth > 8) return ['huge']
  if (value === null) return ['null']
  const local = depth === 0 || typeof value === 'function' || typeof value === 'object' ? locals.find(([, one]) => one === value) : undefined
  if (local !== undefined && typeof value === 'object') return ['local', local[0]]
  switch (typeof value) {
    case 'undefined': return ['undefined']
    case 'string': return value.length > 400 ? ['huge'] : ['s', value]
    case 'number': return ['n', Object.is(value, -0) ? '-0' : String(value)]
    case 'bigint': return ['i', String(value)]
    case 'boolean': return ['b', value]
    case 'symbol': return ['sym', String(value.description)]
    case 'function': return ['fn', value.name]
  }
  if (above.includes(value)) return ['cycle']
  const inner = (one) => encode(one, locals, depth + 1, [...above, value], budget)
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  const name = value.constructor?.name ?? ''
  if (tag === 'Date') return isNaN(value.getTime()) ? ['other', 'Date'] : ['date', value.toISOString()]
  if (tag === 'RegExp') return ['re', String(value)]
  if (ArrayBuffer.isView(value)) return value.byteLength > 200 ? ['huge'] : name === 'DataView' ? ['other', name] : ['bytes', name, [...value].map(Number)]
  if (Array.isArray(value)) return value.length > 60 ? ['huge'] : ['list', value.map(inner)]
  if (tag === 'Map') return value.size > 40 ? ['huge'] : ['map', [...value].map(([key, one]) => [inner(key), inner(one)])]
  if (tag === 'Set') return value.size > 40 ? ['huge'] : ['set', [...value].map(inner)]
  if (tag === 'Promise' || tag === 'WeakMap' || tag === 'ArrayBuffer') return ['other', tag]
  const names = Object.keys(value)
  if (names.length > 60) return ['huge']
  const fields = names.map((field) => { try { return [field, inner(value[field])] } catch { return [field, ['huge']] } })
  if (tag === 'Error' || value instanceof Error)
    return ['error', value.name, [['message', encode(String(value.message), [])], ...('cause' in value && !names.includes('cause') ? [['cause', inner(value.cause)]] : []), ...fields.filter(([field]) => !['message', 'name', 'stack'].includes(field))]]
  return ['object', name === 'Object' || Object.getPrototypeOf(value) === null ? '' : name, fields]
}
const isWhole = (value) => !JSON.stringify(value).includes('["huge"]')
const told = (value, locals) => {
  const whole = encode(value, locals)
  if (isWhole(whole)) return whole
  const large = (words, size, ...parts) => ['large', words, [[size, ['n', String(new Function('result', 'return ' + size)(value))]], ...parts.map(([at, part]) => [at, encode(part, locals)]).filter(([, part]) => isWhole(part))]]
  if (typeof value === 'string') return large('a long text', 'result.length', ['result.slice(0, 60)', value.slice(0, 60)], ['result.slice(-60)', value.slice(-60)])
  if (Array.isArray(value)) return large('many items', 'result.length', ['result[0]', value[0]], ['result[' + (value.length - 1) + ']', value.at(-1)])
  if (whole[0] !== 'huge') return whole
  if (value instanceof Map || value instanceof Set) return large('many entries', 'result.size')
  if (ArrayBuffer.isView(value)) return large('many bytes', 'result.byteLength')
  const at = (name) => /^[A-Za-z_$][\\w$]*$/.test(name) ? 'result.' + name : 'result[' + JSON.stringify(name) + ']'
  const names = Object.keys(value)
  return large('many entries', 'Object.keys(result).length', ...[names[0], names.at(-1)].map((name) => [at(name), value[name]]))
}
const eyes = new Session()
eyes.connect()
const asked = (method, words) => { let got; eyes.post(method, words, (_error, answer) => { got = answer }); return got }
asked('Profiler.enable')
asked('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
const ran = () => {
  const { result } = asked('Profiler.takePreciseCoverage')
  const found = []
  for (const { url, functions } of result) {
    if (!url.endsWith(UNIT)) continue
    const all = functions.flatMap(({ ranges, functionName }) => ranges.map((range, i) => ({ ...range, isWhole: i === 0, functionName })))
    const end = Math.max(0, ...all.map(({ endOffset }) => endOffset))
    const paint = new Uint8Array(end)
    for (const { startOffset, endOffset, count } of all.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)) paint.fill(count > 0 ? 1 : 0, startOffset, endOffset)
    for (const { startOffset, endOffset, count, isWhole } of all) if (count === 0 && !isWhole) found.push('!' + startOffset + '-' + endOffset)
    const edges = [...new Set(all.flatMap(({ startOffset, endOffset }) => [startOffset, endOffset]))].sort((a, b) => a - b)
    edges.forEach((from, i) => { const to = edges[i + 1] ?? end; for (let at = from; at < to; ) { const start = at; while (at < to && paint[at] === paint[start]) at++; if (paint[start]) found.push(start + '-' + at) } })
  }
  return found
}
const answered = (response) => {
  let body = response.body
  try { if (/json/.test(response.headers['content-type'] ?? '')) body = response.json() } catch {}
  return { statusCode: response.statusCode, isJson: typeof body !== 'string' || /json/.test(response.headers['content-type'] ?? ''), body }
}
const running = new AsyncLocalStorage()
const begun = new Map()
for (const [start, stop] of [['setTimeout', 'clearTimeout'], ['setInterval', 'clearInterval'], ['setImmediate', 'clearImmediate']]) {
  const [begin, end] = [globalThis[start], globalThis[stop]]
  if (typeof begin !== 'function') continue
  const own = (run, ...rest) => {
    const timer = begin((...words) => { if (start !== 'setInterval') begun.delete(timer); return run(...words) }, ...rest)
    const by = running.getStore()
    if (by !== undefined) begun.set(timer, { by, end: () => end(timer) })
    return timer
  }
  globalThis[start] = Object.defineProperties(own, Object.getOwnPropertyDescriptors(begin))
  globalThis[stop] = (timer) => { begun.delete(timer); end(timer) }
}
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
const childrenNow = () => (process._getActiveHandles?.() ?? []).filter((one) => one?.constructor?.name === 'ChildProcess')
const isLeft = async (note, opened, older) => {
  let isClosed = true
  if (opened.length > 0) isClosed = await Promise.race([Promise.all(opened.map((app) => app.close())).then(() => true, () => false), pause(PATIENCE).then(() => false)])
  for (let turn = 0; turn < 2; turn++) await pause(0)
  const left = [...begun].filter(([timer, { by }]) => by === note && timer?._destroyed !== true)
  for (const [timer, { end }] of left) { end(); begun.delete(timer) }
  const children = childrenNow().filter((child) => !older.includes(child))
  for (const child of children) child.kill('SIGKILL')
  return !isClosed || left.length + children.length > 0
}
class Left extends Error {}
const observe = async (id, run) => {
  const exit = process.exit
  const environment = process.env
  process.exit = () => { throw new Left('exit') }
  const note = { id, outcome: 'hung', isAsync: false, value: ['undefined'], calls: [], covered: [], goesOn: false }
  const opened = []
  const older = childrenNow()
  let locals = []
  let stubs = []
  let timer
  ran()
  try {
    const under = running.run(note, () => run((own, spied) => { locals = own; stubs = spied }, (given) => { note.isAsync = given !== null && typeof given === 'object' && typeof given.then === 'function'; return given }, opened))
    const late = new Promise((_resolve, reject) => { timer = setTimeout(() => reject(late), PATIENCE) })
    late.catch(() => {})
    try {
      const value = await Promise.race([under, late])
      note.outcome = 'returned'
      note.value = told(value, locals)
    } catch (error) {
      if (error === late) return
      note.outcome = error instanceof Left ? 'left' : 'threw'
      note.value = encode(error, [])
    }
    note.calls = stubs.map(([name, calls]) => [name, calls().map((words) => ['list', [...words].map((word) => encode(word, locals))])])
  } finally {
    clearTimeout(timer)
    note.goesOn = await isLeft(note, opened, older)
    note.covered = ran()
    process.exit = exit
    process.env = environment
    appendFileSync(SEEN, JSON.stringify(note) + '\\n')
  }
}
if (process.env.ORCHESTRATE_SHIFT !== undefined) {
  const Real = Date
  const shift = Number(process.env.ORCHESTRATE_SHIFT)
  globalThis.Date = class Date extends Real {
    constructor(...words) { if (words.length === 0) super(Real.now() + shift); else super(...words) }
    static now() { return Real.now() + shift }
  }
  let seed = 7
  Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
}
`
