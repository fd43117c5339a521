/** The images that a repository ships: its Dockerfiles, what each is called, and the folder that it is built from. */
import { folderOf } from '../core/place.js'
import type { Look } from './look.js'
import { inFolder, ours } from './look.js'

export interface Image {
  /** The Dockerfile, from the project. */
  readonly file: string
  /** The folder that is sent to the builder; '.' is the project. */
  readonly context: string
  /** `api`; empty for the one image that is the project itself. */
  readonly name: string
}

const FILES = [
  '**/{Dockerfile,Containerfile}',
  '**/{Dockerfile,Containerfile}.*',
  '**/*.{dockerfile,Dockerfile}',
]

/** Images that are not shipped: for tests, for developing, for showing something. */
const NOT_SHIPPED =
  /(?:^|\/)(?:\.[^/]+|tests?|__tests__|fixtures?|examples?|samples?|docs?|e2e|bench(?:marks?)?|templates?)\/|[./-](?:dev|development|local|test|tests|testing|ci|e2e|debug|bench)(?:\.dockerfile)?$|\.dockerignore$|\.(?:md|txt|j2|tmpl|tpl|template|sh|ya?ml)$/i

/** Another way to build the same image, and the one that is shipped. */
const SHIPPED = /[./-](?:prod|production|release)(?:\.dockerfile)?$/i

/** Every image, by its name; of several ways to build one, that which is for production. */
export function imagesOf(look: Look): readonly Image[] {
  const files = ours(look, FILES).filter((file) => !NOT_SHIPPED.test(file))
  const byName = new Map<string, string>()
  for (const file of files) {
    const name = nameOf(file)
    if (!byName.has(name) || SHIPPED.test(file)) byName.set(name, file)
  }
  return [...byName].map(([name, file]) => ({ file, context: contextOf(look, file), name }))
}

function nameOf(file: string): string {
  const base = file.slice(file.lastIndexOf('/') + 1).replace(SHIPPED, '')
  const variant = base.replace(/^(?:Docker|Container)file\.?|\.?dockerfile$/gi, '')
  const folders = folderOf(file).split('/')
  const folder = folders.findLast(
    (name) => !/^(?:\.?docker|build|deploy|deployment|infra|images?|containers?|)$/i.test(name),
  )
  return [folder, variant]
    .filter((part) => part !== undefined && part !== '')
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
}

/** The Dockerfile's folder, where what it copies is there; else the project, where it is there. */
function contextOf(look: Look, file: string): string {
  const folder = folderOf(file)
  if (folder === '') return '.'
  const sources = copiedBy(look.text(file) ?? '')
  const isThere = (from: string): boolean =>
    sources.every((source) => {
      const path = inFolder(from, source)
      return look.text(path) !== undefined || look.list([`${path}/**`]).length > 0
    })
  return isThere(folder) || !isThere('') ? folder : '.'
}

/** What a Dockerfile takes from its context by a plain path. */
function copiedBy(text: string): readonly string[] {
  const lines = text.replace(/\\\r?\n/g, ' ').matchAll(/^[ \t]*(?:COPY|ADD)[ \t]+(.*)$/gim)
  return [...lines].flatMap(([, line = '']) => {
    const words = line
      .trim()
      .split(/[\s,]+/)
      .map((word) => word.replace(/^\[?"?|"?\]?$/g, ''))
    if (words.some((word) => word.startsWith('--from'))) return []
    const paths = words.filter((word) => word !== '' && !word.startsWith('--')).slice(0, -1)
    return paths.flatMap((path) => {
      const plain = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')
      return plain === '' || plain === '.' || /[*?[$:<]/.test(plain) ? [] : [plain]
    })
  })
}
