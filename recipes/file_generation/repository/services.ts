/** What runs: the programs of the repository, with their folders, images and tests, as the tables of documents show them. */
import { imagesOf } from '../../../lib/survey/images.js'
import type { Image } from '../../../lib/survey/images.js'
import { frameworksOf } from '../../../lib/survey/frameworks.js'
import { packageOf, workspacesOf } from '../../../lib/survey/packages.js'
import type { Package } from '../../../lib/survey/packages.js'
import { runnerOf } from '../../../lib/survey/runner.js'
import type { Repository } from './open.js'

export interface Service {
  readonly name: string
  readonly folder: string
  /** `TypeScript, fastify`. */
  readonly what: string
  /** The Dockerfile that it is built with; '' for none. */
  readonly image: string
  /** Runs its tests, from the project; '' for none. */
  readonly test: string
}

export async function servicesOf(repository: Repository): Promise<readonly Service[]> {
  const { look, python } = repository
  const folders = ['', ...workspacesOf(look, await repository.openYaml())]
  const packages = folders.flatMap((folder) => packageOf(look, folder) ?? [])
  const images = imagesOf(look)
  const scripts = packages.filter((pack) => packages.length === 1 || isProgram(pack, images))
  return [
    ...scripts.map((pack) => scriptService(repository, pack, images)),
    ...python.map(({ folder, name, framework, test }) => ({
      name: name || folder || 'service',
      folder: folder || '.',
      what: ['Python', framework].filter((word) => word !== undefined).join(', '),
      image: imageIn(images, folder),
      test: inside(folder, test),
    })),
  ]
}

/** It starts, or is shipped as an image; the rest of a workspace are libraries. */
const isProgram = ({ scripts, folder }: Package, images: readonly Image[]): boolean =>
  scripts.has('start') || (folder !== '' && imageIn(images, folder) !== '')

function scriptService({ look, name }: Repository, pack: Package, images: readonly Image[]): Service {
  const { folder } = pack
  const runner = runnerOf(look, pack)
  const language = runner?.isTypeScript === true ? 'TypeScript' : 'JavaScript'
  return {
    name: pack.name?.replace(/^@.*\//, '') ?? (folder === '' ? (name ?? 'service') : folder),
    folder: folder || '.',
    what: [language, ...frameworksOf(pack)].join(', '),
    image: imageIn(images, folder),
    test: runner === undefined ? '' : inside(folder, runner.test),
  }
}

const imageIn = (images: readonly Image[], folder: string): string =>
  images.find(({ file }) => (folder === '' ? !file.includes('/') : file.startsWith(`${folder}/`)))?.file ?? ''

export const inside = (folder: string, command: string): string =>
  folder === '' || folder === '.' ? command : `(cd ${folder} && ${command})`
