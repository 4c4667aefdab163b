import { createHash } from 'node:crypto'
import { unifiedDiff } from '@nimbus/diff'
import { type Change, denied } from '@nimbus/kernel/define'
import type { DefinitionFile } from './definition-file.ts'

/** The state of a file of configuration: the hash of its text, or `absent`. */
export const stateOf = (text: string | undefined): string =>
  text === undefined ? 'absent' : createHash('sha256').update(text).digest('hex')

/** What giving a file this text (or with undefined: removing it) changes; nothing when it says so already. */
export const textChanges = (file: DefinitionFile, after: string | undefined, effect?: Change['effect']): Change[] => {
  const { text: before, shown, resource } = file
  if (before === after) return []
  const name = shown.replace(/^[~/]+/, '')
  const from = before === undefined ? '/dev/null' : `a/${name}`
  const to = after === undefined ? '/dev/null' : `b/${name}`
  const diff = unifiedDiff(before ?? '', after ?? '', { from, to, mostLines: 400 })
  const natural = before === undefined ? 'create' : after === undefined ? 'delete' : 'update'
  return [{ resource, effect: effect ?? natural, ...(diff ? { diff } : {}) }]
}

/** Refuses to go on when a file is not in the state that somebody last saw: `changed-meanwhile` (exit 4). */
export const mustBe = (expect: string | undefined, { text, shown }: DefinitionFile): void => {
  if (expect === undefined || expect === stateOf(text)) return
  throw denied('changed-meanwhile', `${shown} is not what was expected`, {
    at: shown,
    why: 'it was changed since, and that would be lost',
    next: 'look at it, then edit it by hand',
  })
}
