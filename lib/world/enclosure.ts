/**
 * What an experiment may see and reach: a handful of variables, and nothing outside of its folder and this machine. The latter
 * holds for what Node itself can do (`guards.ts`), and for Python's `socket`; a program of another language, or native code,
 * is not held.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { guards } from './guards.js'

type Variables = Readonly<Record<string, string | undefined>>

/** Where programs are found and how they speak; nothing that could be a secret. */
const SEEN =
  /^(PATH|LANG|LC_\w+|TERM|SHELL|VIRTUAL_ENV|PYENV_ROOT|PYENV_VERSION|VOLTA_HOME|NVM_DIR|FNM_\w+|ASDF_\w+|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH)$/

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

/** The variable by which all that an experiment begins can be told. */
export const homeOf = (folder: string): string => `HOME=${join(folder, 'home')}`

/** `folder` becomes its home; it is not in the copy of the project. */
export function openEnclosure(folder: string, outer: Variables): Enclosure {
  const [home, temporary, python] = [join(folder, 'home'), join(folder, 'tmp'), join(folder, 'python')]
  for (const made of [home, temporary, python]) mkdirSync(made, { recursive: true, mode: 0o700 })
  const preload = join(folder, 'guards.cjs')
  writeFileSync(preload, guards(folder))
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
