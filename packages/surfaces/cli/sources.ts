import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { invalid } from '@nimbus/kernel'
import type { Sources } from './values.ts'

/** The largest file or standard input that a flag takes, in bytes. */
const largest = 32 * 1024 * 1024

/** Reads `@file` and `-` from the real file system. */
export const realSources = (cwd: string): Sources => {
  const read = (from: string | number, name: string): string => {
    try {
      const bytes = readFileSync(from)
      if (bytes.length <= largest) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (cause) {
      throw invalid('unreadable', `${name} cannot be read as text`, { at: name, why: String(cause), cause })
    }
    throw invalid('too-large', `${name} is larger than 32 MiB`, { at: name, next: 'give a smaller one' })
  }
  let taken = false
  return {
    readFile: (path) => read(resolve(cwd, path), path),
    readStdin() {
      if (taken) throw invalid('unreadable', 'Standard input can be read for one value only', { next: 'use @file' })
      taken = true
      return read(0, 'standard input')
    },
  }
}
