/** What a type of the repository is made of, as far as one who makes values of it has to know. */

export type Shape =
  | { readonly kind: 'text'; readonly format?: TextFormat }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'list'; readonly of: Shape }
  /** An expression that is a value of the type: a literal, a member of an enum, an empty map. */
  | { readonly kind: 'code'; readonly text: string; readonly imports?: readonly Import[] }
  /** A text or number that only a cast makes a value of the type. */
  | { readonly kind: 'branded'; readonly of: Shape; readonly as: Import }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  /** Nobody but the test can say what it should be. */
  | { readonly kind: 'unknown' }

export type TextFormat = 'email' | 'uuid' | 'date' | 'date-time' | 'uri' | 'slug'

export interface Field {
  readonly name: string
  readonly shape: Shape
  readonly isOptional: boolean
}

/** A name that the written file needs from another one of the project, or from a package. */
export interface Import {
  readonly name: string
  /** A path of the project; `package:` before it, the name of a package. */
  readonly from: string
  readonly isType: boolean
  readonly isDefault?: boolean
}

export const unknown: Shape = { kind: 'unknown' }

export const code = (text: string, ...imports: readonly Import[]): Shape => ({ kind: 'code', text, imports })

/** Fields of the later ones replace those of the same name. */
export function objectOf(...lists: readonly (readonly Field[])[]): Shape {
  const fields = new Map(lists.flat().map((field) => [field.name, field]))
  return { kind: 'object', fields: [...fields.values()] }
}
