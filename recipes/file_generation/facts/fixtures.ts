/** What the template of a factory is told: the type to make, where it comes from, and a value for each field. */
import { Refusal } from '../../../lib/core/recipe.js'
import { importLines, languageOf } from '../language.js'
import type { Model } from '../model/find.js'
import { candidates, modelIn } from '../model/find.js'
import type { Import } from '../model/shape.js'
import type { Entity } from '../model/values.js'
import { keyText, valueFor } from '../model/values.js'
import { openLibrary } from '../model/library.js'
import { openParser } from '../model/source.js'
import type { Repository } from '../repository/open.js'
import type { Usual } from './usual.js'

export interface FixtureData {
  /** `User`, or `src/domain/user.ts#User`. */
  readonly type?: string
  /** Of the addresses that are made up. */
  readonly domain?: string
}

export async function fixtureFacts(
  usual: Usual,
  { type = usual.name, domain = 'example.test' }: FixtureData,
  repository: Repository,
  output: string,
): Promise<object> {
  const language = languageOf(output, repository)
  const found = await modelOf(type, repository)
  const model = found ?? (await ownModel(type.replace(/.*#/, ''), usual))
  const isOwn = found === undefined
  const name = isOwn ? model.type.name : nameOf(model)
  const entity: Entity = { word: name.replace(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase(), domain }
  const { lines, open, imports } = filled(model, entity)
  const typeImports = isOwn ? [] : importsFor(model)
  return {
    name,
    plural: name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`,
    word: entity.word.replaceAll('-', ' '),
    imports: importLines([...typeImports, ...imports], output, language),
    declared: isOwn ? named(usual, name) : '',
    by: model.making.by,
    schema_type: model.making.by === 'schema' ? schemaType(model.making) : '',
    accepts: acceptedBy(model, name, open),
    is_open: open.length > 0,
    lines,
    arguments: model.fields.map((field) => field.name),
  }
}

const nameOf = ({ making, type }: Model): string =>
  making.by === 'schema'
    ? type.name.replace(/Schema$/, '').replace(/^./, (letter) => letter.toUpperCase())
    : type.name

async function modelOf(type: string, repository: Repository): Promise<Model | undefined> {
  const [path, name = path] = type.includes('#') ? type.split('#') : [undefined, type]
  if (name === undefined || !/^[A-Za-z_$][\w$]*$/.test(name))
    throw new Refusal(`\`${type}\` names no type: give \`data: { type: path/of/file.ts#Name }\``)
  const library = await repository.openLibrary()
  if (path !== undefined)
    return modelAt(path, name, library.open(path) !== undefined, modelIn(library, path, name))
  for (const candidate of candidates(repository.look, name)) {
    const model = modelIn(library, candidate, name)
    if (model !== undefined) return model
  }
  return undefined
}

function modelAt(path: string, name: string, isThere: boolean, model: Model | undefined): Model {
  if (model !== undefined) return model
  throw new Refusal(
    isThere
      ? `\`${path}\` exports no \`${name}\` that a factory can make: an interface, a type of an object, a class or a schema without type parameters`
      : `there is no file \`${path}\` that could be read for the type \`${name}\``,
  )
}

const named = (usual: Usual, name: string): string =>
  usual.text.replace(`interface ${usual.name}`, `interface ${name}`)

/** The type that the template brings where the repository has none, read as if it were one of its files. */
async function ownModel(name: string, usual: Usual): Promise<Model> {
  const text = named(usual, name)
  const library = openLibrary({ text: () => text, list: () => [] }, await openParser(), () => [])
  const model = modelIn(library, 'own.ts', name)
  if (model === undefined) throw new Error(`the own type of ${name} cannot be read`)
  return model
}

interface Filled {
  /** `id: …`, one for each required field. */
  readonly lines: readonly string[]
  /** Fields that a test has to give. */
  readonly open: readonly string[]
  readonly imports: readonly Import[]
}

function filled({ fields, making }: Model, entity: Entity): Filled {
  const lines: string[] = []
  const open: string[] = []
  const imports: Import[] = []
  for (const { name, shape, isOptional } of fields) {
    if (isOptional && making.by !== 'arguments') continue
    const value = valueFor(shape, name, entity)
    if (value === undefined) open.push(name)
    else {
      lines.push(`${keyText(name)}: ${value.text}`)
      imports.push(...value.imports)
    }
  }
  return { lines, open, imports }
}

function importsFor({ type, making }: Model): Import[] {
  if (making.by !== 'schema') return [type]
  const helper = making.library === 'zod' ? 'z' : 'Static'
  const from = making.library === 'zod' ? 'package:zod' : 'package:@sinclair/typebox'
  return [type, { name: helper, from, isType: true }]
}

const schemaType = ({ library, schema }: Extract<Model['making'], { by: 'schema' }>): string =>
  library === 'zod' ? `z.infer<typeof ${schema}>` : `Static<typeof ${schema}>`

/** What the factory takes: any field, and those that nobody else can know. */
function acceptedBy({ making, fields }: Model, name: string, open: readonly string[]): string {
  const names = (list: readonly string[]): string => list.map((one) => `'${one}'`).join(' | ')
  const whole =
    making.by === 'properties'
      ? `ConstructorParameters<typeof ${name}>[0]`
      : making.by === 'arguments'
        ? `Pick<${name}, ${names(fields.map((field) => field.name))}>`
        : name
  return open.length === 0 ? `Partial<${whole}>` : `Partial<${whole}> & Pick<${whole}, ${names(open)}>`
}
