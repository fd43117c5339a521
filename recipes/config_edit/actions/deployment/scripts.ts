/** Ways to deploy that a repository has of its own: a package script, a Makefile target, a shell script. */
import type { Image } from '../../../../lib/survey/images.js'
import { inFolder } from '../../../../lib/survey/look.js'
import { packageOf } from '../../../../lib/survey/packages.js'
import { connect } from './cluster.js'
import type { Stage } from './jobs.js'
import { installSteps } from './steps.js'
import type { Search, Way } from './way.js'
import { namedIn, plain, preferred, variableOf } from './way.js'

export function byPackage(search: Search): Way | undefined {
  const project = packageOf(search.look)
  const script = namesOf(search.stage).find((name) => project?.scripts.has(name))
  if (project === undefined || script === undefined) return undefined
  return {
    ...plain,
    deploy: `${project.manager.run} ${script}`,
    before: installSteps(project),
    takes: preferred(search),
  }
}

export function byMake(search: Search): Way | undefined {
  const text = search.look.text('Makefile') ?? ''
  const target = namesOf(search.stage).find((name) =>
    new RegExp(`^${name.replace(':', '\\\\?:')}\\s*:(?!=)`, 'm').test(text),
  )
  return target === undefined ? undefined : { ...plain, deploy: `make ${target}`, takes: preferred(search) }
}

/** A script for the stage alone, else one that is given the stage; after that it is given images, by their digests. */
export function byScript(search: Search): Way | undefined {
  const { look, stage } = search
  const folders = ['scripts', 'bin', 'deploy', 'ci', '.']
  const first = (names: readonly string[]): string | undefined =>
    folders
      .flatMap((folder) => names.map((name) => inFolder(folder, name)))
      .find((path) => look.text(path) !== undefined)
  const own = first([`deploy-${stage}.sh`, `deploy_${stage}.sh`])
  const path = own ?? first(['deploy.sh'])
  if (path === undefined) return undefined
  const text = look.text(path) ?? ''
  const words = own === undefined ? [stage] : []
  const { images, takes, isForOne } = imagesFor(text, argumentsOf(text) - words.length, search)
  return {
    ...plain,
    deploy: [`./${path}`, ...words, ...images.map((image) => `"$${variableOf(image, takes)}"`)].join(' '),
    before: asksForCluster(text) ? [connect(stage)] : [],
    takes,
    isForOne,
  }
}

/** A script with room for every image is given them all, one with less the main one; one with none finds them by their variables. */
function imagesFor(text: string, room: number, search: Search) {
  const named = namedIn(text, search.images)
  if (room <= 0 && !search.isChosen)
    return { images: [], takes: named.length > 0 ? named : preferred(search), isForOne: false }
  const takes: readonly Image[] =
    room >= search.images.length || search.isChosen ? search.images : preferred(search)
  return { images: takes, takes, isForOne: !search.isChosen && takes.length > room }
}

/** How many words a shell script takes: as its usage says, else up to the last that it reads. */
function argumentsOf(text: string): number {
  const usage = /\busage:?\s+\S+[ \t]+([^"'\n]+)/i.exec(text)?.[1]
  if (usage !== undefined) {
    const words = usage.trim().split(/\s+/)
    return /\.\.\.|…/.test(usage) ? Infinity : words.filter((word) => !/^\[?-/.test(word)).length
  }
  const isOpen = /\bfor \w+ in "?\$\{?[@*]|\bfor \w+\s*;?\s*do\b|\bshift\b/.test(text)
  const read = [...text.replace(/'[^'\n]*'/g, '').matchAll(/\$\{?([1-9])/g)].map(([, digit]) => Number(digit))
  return isOpen ? Infinity : Math.max(0, ...read)
}

/** A script that speaks to a cluster needs a way there, where it does not see to that itself. */
const asksForCluster = (text: string): boolean =>
  /^[^#\n]*\b(?:kubectl|helm) /m.test(text) &&
  !/KUBECONFIG|get-credentials|update-kubeconfig|config (?:use|set)-/.test(text)

const namesOf = (stage: Stage): readonly string[] =>
  [stage, stage === 'staging' ? 'stage' : 'prod'].flatMap((name) => [
    `deploy:${name}`,
    `deploy-${name}`,
    `${name}:deploy`,
  ])
