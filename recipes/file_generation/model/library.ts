/** The source files of the repository, read and parsed when a name leads to them. */
import { resolveImport } from '../repository/modules.js'
import type { Alias } from '../repository/modules.js'
import type { Look } from '../../../lib/survey/look.js'
import type { Expression } from '@babel/types'
import type { Parse, Source, TypeNode } from './source.js'

export interface Library {
  open(path: string): Source | undefined
  /** The file that an import leads to; undefined where it is a package. */
  follow(from: Source, specifier: string): Source | undefined
}

export function openLibrary(look: Look, parse: Parse, aliases: () => readonly Alias[]): Library {
  const opened = new Map<string, Source | undefined>()
  const open = (path: string): Source | undefined => {
    if (!opened.has(path)) {
      const text = look.text(path)
      opened.set(path, text === undefined ? undefined : parse(path, text))
    }
    return opened.get(path)
  }
  return {
    open,
    follow(from, specifier) {
      const path =
        resolveImport(look, from.path, specifier, []) ?? resolveImport(look, from.path, specifier, aliases())
      return path === undefined ? undefined : open(path)
    },
  }
}

export interface Declared<Node> {
  readonly source: Source
  readonly name: string
  readonly node: Node
}

/** Where a name as it stands in `source` is declared, through imports and what files pass on. */
export function declarationOf(
  library: Library,
  source: Source,
  name: string,
): Declared<TypeNode> | undefined {
  return search(library, source, name, ({ types }, local) => types.get(local))
}

export function valueOf(library: Library, source: Source, name: string): Declared<Expression> | undefined {
  return search(library, source, name, ({ values }, local) => values.get(local))
}

function search<Node>(
  library: Library,
  source: Source,
  name: string,
  pick: (source: Source, local: string) => Node | undefined,
  hops = 8,
): Declared<Node> | undefined {
  const node = pick(source, name)
  if (node !== undefined) return { source, name, node }
  if (hops === 0) return undefined
  const imported = source.imports.get(name)
  if (imported !== undefined) {
    const next = library.follow(source, imported.from)
    return next && exported(library, next, imported.name, pick, hops - 1)
  }
  return undefined
}

/** What a file exports under a name: its own, or one of those that it passes on. */
function exported<Node>(
  library: Library,
  source: Source,
  name: string,
  pick: (source: Source, local: string) => Node | undefined,
  hops: number,
): Declared<Node> | undefined {
  const local = source.exports.get(name)
  if (local !== undefined) return search(library, source, local, pick, hops)
  if (hops === 0) return undefined
  for (const specifier of source.passedOn) {
    const next = library.follow(source, specifier)
    const found = next && exported(library, next, name, pick, hops - 1)
    if (found) return found
  }
  return undefined
}

/** The name that a declaration can be imported by: undefined where its file keeps it. */
export function exportedAs({ exports }: Source, local: string): string | undefined {
  if (exports.get(local) === local) return local
  return [...exports].find(([name, one]) => one === local && name !== 'default')?.[0]
}
