/** A value for each field, as text of a program in which `made` counts: believable, and unlike that of the one before. */
import type { Field, Import, Shape } from './shape.js'

export interface Written {
  readonly text: string
  readonly imports: readonly Import[]
}

/** `entity` is what is made, in lower case: it stands in ids and addresses. Undefined: nobody can say but the test. */
export function valueFor(shape: Shape, name: string, entity: Entity): Written | undefined {
  switch (shape.kind) {
    case 'text':
      return plain(textFor(name, shape.format, entity))
    case 'number':
      return plain(numberFor(name))
    case 'boolean':
      return plain(
        String(/^(?:is_?)?(?:active|enabled|verified|public|published|valid|required)$/i.test(name)),
      )
    case 'date':
      return plain("new Date('2024-01-01T00:00:00.000Z')")
    case 'code':
      return { text: shape.text, imports: shape.imports ?? [] }
    case 'list':
      return isPartOf(name) ? listOf(shape.of, name, entity) : plain('[]')
    case 'object':
      return objectText(shape.fields, entity)
    case 'branded': {
      const inner = valueFor(shape.of, name, entity)
      return inner && { text: `${inner.text} as ${shape.as.name}`, imports: [...inner.imports, shape.as] }
    }
    case 'unknown':
      return undefined
  }
}

export interface Entity {
  /** In lower case, with `-`: `user`. */
  readonly word: string
  /** Of addresses. */
  readonly domain: string
}

const plain = (text: string): Written => ({ text, imports: [] })

/** What belongs to the thing itself is there once; what merely points to others is none. */
const isPartOf = (name: string): boolean =>
  /^(?:questions|options|answers|choices|items|lines|steps|sections|criteria)$/i.test(name)

function listOf(shape: Shape, name: string, entity: Entity): Written {
  const item = valueFor(shape, name.replace(/s$/, ''), {
    ...entity,
    word: name.replace(/s$/, '').toLowerCase(),
  })
  return item ? { ...item, text: `[${item.text}]` } : plain('[]')
}

function objectText(fields: readonly Field[], entity: Entity): Written | undefined {
  const parts: string[] = []
  const imports: Import[] = []
  for (const { name, shape, isOptional } of fields) {
    if (isOptional) continue
    const value = valueFor(shape, name, entity)
    if (value === undefined) return undefined
    parts.push(`${keyText(name)}: ${value.text}`)
    imports.push(...value.imports)
  }
  return { text: parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`, imports }
}

export const keyText = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`)

const MOMENT = "'2024-01-01T00:00:00.000Z'"
const UUID = "`00000000-0000-4000-8000-${String(made).padStart(12, '0')}`"

function textFor(name: string, format: string | undefined, { word, domain }: Entity): string {
  const plainName = name.replaceAll('_', '').toLowerCase()
  if (format === 'uuid' || plainName.includes('uuid')) return UUID
  if (format === 'email' || /email|mail$/.test(plainName)) return `\`${word}-\${made}@${domain}\``
  if (format === 'date') return "'2024-01-01'"
  if (format === 'date-time' || /[a-z](?:At|On)$|_(?:at|on)$/.test(name)) return MOMENT
  if (format === 'uri' || /ur[li]$|^website$|^avatar$|^image$|^link$/.test(plainName))
    return `\`https://${domain}/${word}/\${made}\``
  if (plainName === 'id' || plainName === `${word}id`) return `\`${word}-\${made}\``
  if (/(?:Id|_id|ID)$/.test(name)) return `'${kebab(name.replace(/_?i?d$/i, ''))}-1'`
  if (plainName === 'slug' || plainName === 'username' || plainName === 'handle' || plainName === 'login')
    return `\`${word}-\${made}\``
  if (/^(?:full|display|first|last)?name$|^title$|^label$/.test(plainName))
    return `\`Test ${titled(word)} \${made}\``
  if (/^(?:locale|language|lang)$/.test(plainName)) return "'en'"
  if (/^time_?zone$/.test(plainName)) return "'UTC'"
  if (plainName === 'currency') return "'EUR'"
  if (plainName === 'country') return "'NL'"
  if (plainName.includes('phone')) return "`+1555${String(made).padStart(7, '0')}`"
  return `\`${kebab(name).replaceAll('-', ' ')} \${made}\``
}

function numberFor(name: string): string {
  if (/^id$/i.test(name)) return 'made'
  if (/[a-z](?:At|On)$|_(?:at|on)$|timestamp/.test(name)) return '1704067200000'
  if (/count$|total$|index$|position$|offset$|attempts$/i.test(name)) return '0'
  if (/age$/i.test(name)) return '30'
  return /passing|threshold|percent/i.test(name) ? '60' : '1'
}

const kebab = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .replace(/-$/, '')
    .toLowerCase()

const titled = (word: string): string =>
  word
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ')
