/** All that Liquid sees of the disk: files below one folder, once all links are followed. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { FS } from 'liquidjs'
import { Refusal } from '../core/recipe.js'
import { openJail } from './jail.js'

export interface TemplateFiles {
  readonly fs: FS
  /** The file that has this text, of those that were read. */
  readonly named: (text: string) => string | undefined
  /** The files that were read. */
  readonly read: () => readonly string[]
}

export function filesBelow(root: string): TemplateFiles {
  const names = new Map<string, string>()
  const jail = openJail(root)
  const inside = (file: string): string | undefined => {
    try {
      const real = jail.real(relative(root, file))
      return real !== undefined && statSync(real).isFile() ? real : undefined
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }
  const existsSync = (file: string): boolean => inside(file) !== undefined
  const readSync = (file: string): string => {
    const text = readFileSync(inside(file) ?? '', 'utf8')
    names.set(text, file)
    return text
  }
  const fs = {
    sep: '/',
    dirname,
    resolve: (folder: string, file: string, extension: string): string => {
      const path = resolve(folder, unquoted(file))
      return /\.\w+$/.test(path) ? path : path + extension
    },
    contains: (_: string, file: string) => Promise.resolve(existsSync(file)),
    containsSync: (_: string, file: string) => existsSync(file),
    exists: (file: string) => Promise.resolve(existsSync(file)),
    existsSync,
    readFile: (file: string) => Promise.resolve(readSync(file)),
    readFileSync: readSync,
  }
  return { fs, named: (text) => names.get(text), read: () => [...new Set(names.values())] }
}

/** Names of partials are literal, with or without quotes. */
export const unquoted = (name: string): string => name.replace(/^(['"])(.*)\1$/s, '$2')
