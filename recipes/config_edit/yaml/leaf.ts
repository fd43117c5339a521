/** What single nodes are worth: scalars, and maps that are merged. */
import type { Scalar } from 'yaml'
import type { Json } from '../value.js'
import { isList, isObject } from '../value.js'
import type { Node } from './nodes.js'

export const leaf = (head: number, from: number, end: number, value: Json, quote: string): Node => ({
  kind: 'scalar',
  style: 'block',
  head,
  from,
  end,
  value,
  children: [],
  quote,
})

/** What JSON cannot say is the text that stands for it. */
export function scalarValue({ value, source }: Scalar.Parsed): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  return typeof value === 'number' && Number.isFinite(value) ? value : source
}

/** Of two maps that are merged the first counts. */
export function mergedBy(value: Json): (readonly [string, Json])[] {
  if (isObject(value)) return Object.entries(value).reverse()
  return isList(value) ? value.flatMap((one) => (isObject(one) ? Object.entries(one).reverse() : [])) : []
}

/** Without its last line break. */
export const unbroken = (text: string): string => text.replace(/\r?\n$/, '')
