import { unifiedDiff } from '@nimbus/diff'
import type { Change } from '@nimbus/kernel'
import { type Content, type EditedFile, stateOf } from './edited-file.ts'

/** Lines of a diff that a preview shows. */
const mostLines = 400

const textOf = (content: Content): string => Buffer.from(content ?? '').toString()

/** What giving a file this content (or with undefined: removing it) changes; nothing when it says so already. */
export const contentChanges = (
  { shown, resource, bytes: before }: Omit<EditedFile, 'path'>,
  after: Content,
): Change[] => {
  if (stateOf(before) === stateOf(after)) return []
  const name = shown.replace(/^[~/]+/, '')
  const from = before === undefined ? '/dev/null' : `a/${name}`
  const to = after === undefined ? '/dev/null' : `b/${name}`
  const diff = unifiedDiff(textOf(before), textOf(after), { from, to, mostLines })
  const effect = before === undefined ? 'create' : after === undefined ? 'delete' : 'update'
  return [{ resource, effect, ...(diff ? { diff } : {}) }]
}
