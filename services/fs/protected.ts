import { existsSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { denied } from '@nimbus/kernel/define'

const reserved: Readonly<Record<string, string>> = {
  '.git': 'git keeps its own records there, and hooks in it run as you',
  '.nimbus': 'it decides what Nimbus may do here: edit it yourself',
}

/** Why a name is reserved; on many file systems `.GIT` is the same directory. */
const reasonFor = (name: string): string | undefined => {
  const lower = name.toLowerCase()
  return Object.hasOwn(reserved, lower) ? reserved[lower] : undefined
}

/** Whether a name is one of the directories that are neither searched nor written: `.git` and `.nimbus`. */
export const isReserved = (name: string): boolean => reasonFor(name) !== undefined

/** Whether a directory is a home of Nimbus, which holds the key of everything it keeps. */
const isHome = (directory: string): boolean =>
  existsSync(join(directory, 'nimbus.db')) || (basename(directory) === '.nimbus' && existsSync(join(directory, 'key')))

/** Whether a path lies in the home of Nimbus, however that is named. */
export const insideHome = (file: string): boolean => {
  for (let at = file; dirname(at) !== at; at = dirname(at)) if (isHome(at)) return true
  return false
}

/** Refuses to touch the home of Nimbus: `protected-path` (exit 4). Its key and tokens open everything else. */
export const refuseHome = (file: string, shown: string): void => {
  if (insideHome(file))
    throw denied('protected-path', `${shown} belongs to Nimbus itself`, {
      at: shown,
      why: 'keys, tokens and records in its home are reached only through operations made for them',
      next: 'see nimbus config, nimbus history and nimbus credentials',
    })
}

/** Refuses to write inside `.git`, `.nimbus` and the home of Nimbus: `protected-path` (exit 4). */
export const refuseProtected = (file: string, shown: string): void => {
  const name = file.split(sep).find(isReserved)
  const why = name && reasonFor(name)
  if (why) throw denied('protected-path', `${shown} is inside ${name}`, { at: shown, why, next: 'choose another file' })
  refuseHome(file, shown)
}
