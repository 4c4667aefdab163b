import { join, normalize } from 'node:path'
import { invalid } from '@nimbus/kernel/define'
import type { Repository } from './repository.ts'

/**
 * A file as somebody named it, from the top of the repository; `.` for the top itself.
 *
 * Relative names count from the directory that was named. Links are not followed: git keeps the link itself, and
 * refuses what lies beyond one. Raises `outside-repository` (exit 2).
 */
export const repositoryPath = (path: string, { top, prefix, shown }: Repository): string => {
  const absolute = path.startsWith('/')
  const inner = absolute ? normalize(path) : normalize(join(prefix, path))
  const fromTop =
    absolute && (inner === top || inner.startsWith(`${top}/`)) ? inner.slice(top.length + 1) || '.' : inner
  const bad = path.includes('\0') ? 'it has a NUL character' : undefined
  if (!bad && !fromTop.startsWith('/') && fromTop !== '..' && !fromTop.startsWith('../') && fromTop !== './')
    return fromTop.replace(/\/+$/, '')
  if (fromTop === './') return '.'
  throw invalid('outside-repository', `${path} is not in the repository ${shown}`, {
    at: path,
    ...(bad ? { why: bad } : {}),
    next: 'name a file below the top of the repository',
  })
}
