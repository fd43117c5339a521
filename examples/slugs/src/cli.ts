#!/usr/bin/env node
/** `slugs TITLE…` prints a slug for each title. */
import { SlugError, uniquely } from './index.js'

const slug = uniquely()
for (const title of process.argv.slice(2))
  try {
    console.log(slug(title))
  } catch (error) {
    if (!(error instanceof SlugError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
