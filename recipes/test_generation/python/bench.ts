/** Where a module of Python stands: the folder its imports start in, the one its tests are started in, how wide its lines are. */
import type { Reader } from '../../../lib/core/recipe.js'

export interface Bench {
  /** The folder that imports start in, '' for the project itself. */
  readonly root: string
  /** Where pytest is started. */
  readonly folder: string
  readonly module: string
  /** The length of a line that the service's settings allow. */
  readonly width: number
}

const SETTINGS = ['pyproject.toml', 'pytest.ini', 'setup.cfg', 'tox.ini', 'setup.py', 'requirements.txt']
const WITH_WIDTH = ['ruff.toml', '.ruff.toml', 'pyproject.toml', 'setup.cfg', 'tox.ini', '.flake8']
const WIDTH = 88

/** The folder above the outermost package is where imports start. */
export function benchOf(target: string, look: Reader): Bench {
  const parts = target.replace(/\.py$/, '').split('/')
  let depth = parts.length - 1
  while (depth > 0 && look.digest([...parts.slice(0, depth), '__init__.py'].join('/')) !== 'absent') depth--
  const root = parts.slice(0, depth).join('/')
  const names = parts.slice(depth)
  const isHere = (folder: string): boolean =>
    SETTINGS.some((name) => look.digest(inFolder(folder, name)) !== 'absent')
  let folder = root
  while (folder !== '' && !isHere(folder)) folder = above(folder)
  const module = (names.at(-1) === '__init__' ? names.slice(0, -1) : names).join('.')
  return { root, folder, module, width: widthOf(folder, look) }
}

export const inFolder = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`)

/** A path of the project as it is from a folder around it. */
export const fromFolder = (folder: string, path: string): string =>
  folder === '' ? path : path.slice(folder.length + 1)

const above = (folder: string): string => folder.split('/').slice(0, -1).join('/')

function widthOf(folder: string, look: Reader): number {
  for (const name of WITH_WIDTH) {
    const text = look.text(inFolder(folder, name)) ?? ''
    const width = Number(/^\s*(?:max-)?line[-_]length\s*=\s*(\d+)/m.exec(text)?.[1])
    if (width >= 60 && width <= 200) return width
  }
  return WIDTH
}
