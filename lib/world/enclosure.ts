/**
 * What an experiment may see and reach: a handful of variables, and no network beyond this machine. The latter holds for
 * Node's `net`, `tls`, `dgram` and all that is made of them, and for Python's `socket`; a program of another language, or
 * native code, is not held.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Variables = Readonly<Record<string, string | undefined>>

/** Where programs are found and how they speak; nothing that could be a secret. */
const SEEN =
  /^(PATH|LANG|LC_\w+|TERM|SHELL|VIRTUAL_ENV|PYENV_ROOT|PYENV_VERSION|VOLTA_HOME|NVM_DIR|FNM_\w+|ASDF_\w+|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH)$/

const NODE = `'use strict'
const refused = (to) => Object.assign(new Error('no network in an experiment: ' + to), { code: 'ENETUNREACH' })
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

const PYTHON = `import socket

_HERE = ("localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "")


def _guarded(own):
    def reach(self, address, *rest):
        if isinstance(address, tuple) and address[0] not in _HERE and not str(address[0]).startswith("127."):
            raise OSError(101, "no network in an experiment: %s" % (address[0],))
        return own(self, address, *rest)

    return reach


def _lookup(own):
    def look(host, *rest, **more):
        if host is not None and host not in _HERE and not str(host).startswith("127."):
            raise socket.gaierror(-2, "no network in an experiment: %s" % (host,))
        return own(host, *rest, **more)

    return look


class _Socket(socket.socket):
    connect = _guarded(socket.socket.connect)
    connect_ex = _guarded(socket.socket.connect_ex)


socket.socket = _Socket
socket.getaddrinfo = _lookup(socket.getaddrinfo)
socket.gethostbyname = _lookup(socket.gethostbyname)
`

export interface Enclosure {
  /** What an experiment sees of the world, with what it is given. */
  env(given: Variables, memory: number): Record<string, string>
}

/** `folder` becomes its home; it is not in the copy of the project. */
export function openEnclosure(folder: string, outer: Variables): Enclosure {
  const [home, temporary, python] = [join(folder, 'home'), join(folder, 'tmp'), join(folder, 'python')]
  for (const made of [home, temporary, python]) mkdirSync(made, { recursive: true, mode: 0o700 })
  const preload = join(folder, 'no-network.cjs')
  writeFileSync(preload, NODE)
  writeFileSync(join(python, 'sitecustomize.py'), PYTHON)
  const seen: Record<string, string> = {}
  for (const [name, value] of Object.entries(outer))
    if (value !== undefined && SEEN.test(name)) seen[name] = value
  return {
    env(given, memory) {
      const own = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined)
      return {
        ...seen,
        HOME: home,
        TMPDIR: temporary,
        NO_COLOR: '1',
        CI: 'true',
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONHASHSEED: '0',
        ...Object.fromEntries(own),
        PYTHONPATH: [python, given.PYTHONPATH].filter((part) => part !== undefined).join(delimiter),
        NODE_OPTIONS: `--max-old-space-size=${Math.round(memory * 0.75)} --require ${JSON.stringify(preload)} ${given.NODE_OPTIONS ?? ''}`,
      }
    },
  }
}
