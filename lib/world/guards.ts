/**
 * What holds code of Node in an experiment, as the text of a program that is required before it: no network beyond this
 * machine, no file changed outside of the experiment's folder, no signal to somebody else, and no program but those that
 * tests are run by. Native code, and a program of another language, is not held.
 */

/** `folder` is a real path. */
export const guards = (folder: string): string =>
  `'use strict'\nconst OWN = ${JSON.stringify(folder)}\n${NETWORK}${FILES}${PROGRAMS}require('node:module').syncBuiltinESMExports()\n`

const NETWORK = `const refused = (to) => Object.assign(new Error('no network in an experiment: ' + to), { code: 'ENETUNREACH' })
const isHere = (host) => host === undefined || host === '' || /^(localhost|127\\.[\\d.]+|::1|0\\.0\\.0\\.0|::)$/.test(host)
const net = require('node:net')
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...words) {
  const flat = words.flat(1)
  const options = typeof flat[0] === 'object' && flat[0] !== null ? flat[0] : { port: flat[0], host: flat[1] }
  const host = typeof options.host === 'function' ? undefined : options.host
  const isPath = typeof options.path === 'string' || (typeof options.port === 'string' && isNaN(Number(options.port)))
  if (isPath || isHere(host)) return connect.apply(this, words)
  process.nextTick(() => this.destroy(refused(host + ':' + options.port)))
  return this
}
const { Socket } = require('node:dgram')
const send = Socket.prototype.send
Socket.prototype.send = function (...words) {
  const host = words.find((word, i) => i > 0 && typeof word === 'string')
  if (isHere(host)) return send.apply(this, words)
  const done = words.find((word) => typeof word === 'function')
  if (done !== undefined) process.nextTick(done, refused(host))
}
const dns = require('node:dns')
for (const [holder, isPromise] of [[dns, false], [dns.promises, true]])
  for (const name of Object.keys(holder)) {
    const own = holder[name]
    if (typeof own !== 'function' || !/^(lookup|resolve\\w*|reverse)$/.test(name)) continue
    holder[name] = (host, ...rest) => {
      if (isHere(host)) return own.call(holder, host, ...rest)
      if (isPromise) return Promise.reject(refused(host))
      process.nextTick(rest.at(-1), refused(host))
    }
  }
`

/** Of each function the places of paths that it changes. What is removed or renamed is the link, what is written is behind it. */
const FILES = `const fs = require('node:fs'), path = require('node:path'), { fileURLToPath } = require('node:url')
const real = fs.realpathSync.native
const behind = (file) => { try { return real(file) } catch { const above = path.dirname(file); return above === file ? file : path.join(behind(above), path.basename(file)) } }
const isOwn = (file, isLink) => {
  if (typeof file !== 'string' && !(file instanceof URL) && !Buffer.isBuffer(file)) return true
  const at = path.resolve(file instanceof URL ? fileURLToPath(file) : String(file))
  if (/^\\/dev\\/(null|tty|stdout|stderr|fd\\/)/.test(at)) return true
  const found = isLink ? path.join(behind(path.dirname(at)), path.basename(at)) : behind(at)
  return found === OWN || found.startsWith(OWN + path.sep)
}
const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = fs.constants
const writes = (flags) => typeof flags === 'string' ? /[wa+]/.test(flags) : typeof flags === 'number' && (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)) !== 0
const CHANGES = { open: [0], writeFile: [0], appendFile: [0], truncate: [0], mkdir: [0], mkdtemp: [0], copyFile: [1], cp: [1], chmod: [0], chown: [0], utimes: [0] }
const MOVES = { rm: [0], rmdir: [0], unlink: [0], rename: [0, 1], symlink: [1], link: [0, 1], lchmod: [0], lchown: [0], lutimes: [0] }
const guard = (holder, name, places, isLink, refuse) => {
  const own = holder[name]
  if (typeof own !== 'function') return
  const held = function (...words) {
    const at = name.startsWith('open') && !writes(words[1]) ? undefined : places.find((place) => !isOwn(words[place], isLink))
    if (at === undefined) return own.apply(this, words)
    const error = new Error('EACCES: no file outside of an experiment, ' + name + " '" + words[at] + "'")
    return refuse(Object.assign(error, { errno: -13, code: 'EACCES', syscall: name, path: String(words[at]) }), words)
  }
  holder[name] = Object.defineProperties(held, Object.getOwnPropertyDescriptors(own))
}
const thrown = (error) => { throw error }
const told = (error, words) => typeof words.at(-1) === 'function' ? process.nextTick(words.at(-1), error) : thrown(error)
for (const [changes, isLink] of [[CHANGES, false], [MOVES, true]])
  for (const [name, places] of Object.entries(changes)) {
    guard(fs, name, places, isLink, told)
    guard(fs, name + 'Sync', places, isLink, thrown)
    guard(fs.promises, name, places, isLink, (error) => Promise.reject(error))
  }
`

/** What may not be started is looked for where nothing is: that fails as it would anywhere. No child leaves the group that is ended. */
const PROGRAMS = `const child = require('node:child_process')
const KNOWN = /^(node|npm|npx|pnpm|yarn|corepack|tsc|tsx|esbuild|find|which|uname|ldd|getconf)$/
const isKnown = (program) => program === process.execPath || KNOWN.test(path.basename(program)) || /[\\\\/]node_modules[\\\\/]/.test(program)
const isPlain = (line) => /^[\\w@./:=, -]+$/.test(line) && isKnown(line.trim().split(' ')[0])
const isShell = (program) => /^(sh|bash|zsh|dash)$/.test(path.basename(program))
const mayRun = (program, words) => isShell(program) ? words[0] === '-c' && words.length === 2 && isPlain(words[1]) : isKnown(program)
const NOWHERE = '/outside/of an experiment/'
const children = new Set()
const begin = child.ChildProcess.prototype.spawn
child.ChildProcess.prototype.spawn = function (options) {
  const file = mayRun(String(options.file), (options.args ?? []).slice(1)) ? options.file : NOWHERE + path.basename(String(options.file))
  const failed = begin.call(this, { ...options, file, detached: false })
  if (this.pid !== undefined) children.add(this.pid)
  return failed
}
const { spawnSync, execFileSync, execSync } = child
const within = (own) => (program, words, options) => {
  const [list, more] = Array.isArray(words) ? [words, options] : [[], words]
  const line = [program, ...list].join(' ')
  const may = more?.shell ? isPlain(line) : mayRun(String(program), list)
  return own(may ? program : NOWHERE + path.basename(String(program)), list, { ...more, ...(may ? {} : { shell: false }) })
}
child.spawnSync = within(spawnSync)
child.execFileSync = within(execFileSync)
child.execSync = (line, options) => execSync(line, isPlain(String(line)) ? options : { ...options, shell: NOWHERE + 'sh' })
const kill = process.kill
process.kill = (pid, signal) => {
  if (signal === 0 || pid === 0 || pid === process.pid || children.has(pid)) return kill.call(process, pid, signal)
  throw Object.assign(new Error('kill EPERM: ' + pid + ' is outside of an experiment'), { errno: -1, code: 'EPERM', syscall: 'kill' })
}
`
