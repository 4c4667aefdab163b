import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { invalid } from '@nimbus/kernel'
import { isTerminal, write } from './standard-streams.ts'
import type { Sources } from './values.ts'

/** The largest file or standard input that a flag takes, in bytes. */
const largest = 32 * 1024 * 1024

const bytesOf = (from: string | number, name: string): Buffer => {
  try {
    return readFileSync(from)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw invalid('unreadable', `${name} cannot be read`, {
      at: name,
      why: code === 'ENOENT' ? 'there is no such file' : code,
      next: 'name a file that is there, and write a value that begins with @ as @@',
      cause,
    })
  }
}

/** Reads `@file` and `-` from the real file system. */
export const realSources = (cwd: string): Sources => {
  const read = (from: string | number, name: string): string => {
    const bytes = bytesOf(from, name)
    if (bytes.length > largest)
      throw invalid('too-large', `${name} is larger than 32 MiB`, { at: name, next: 'give a smaller one' })
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (cause) {
      throw invalid('unreadable', `${name} cannot be read as text`, {
        at: name,
        why: 'it holds bytes that are not UTF-8',
        next: 'convert it to UTF-8',
        cause,
      })
    }
  }
  let taken = false
  return {
    readFile: (path) => read(resolve(cwd, path), path),
    readStdin() {
      if (taken) throw invalid('unreadable', 'Standard input can be read for one value only', { next: 'use @file' })
      taken = true
      if (isTerminal(0)) write(2, 'reading what you type; Ctrl-D on a line of its own ends it\n')
      return read(0, 'standard input')
    },
  }
}
