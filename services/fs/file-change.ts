import { unifiedDiff } from '@nimbus/diff'
import { type Change, looksSecret } from '@nimbus/kernel/define'
import { type FileImage, textOf } from './regular-file.ts'
import { fileResource } from './resource.ts'
import { sizeText } from './size-text.ts'

/** Lines of a diff that a preview shows. */
const mostLines = 400

const diffOf = (shown: string, before: Uint8Array | undefined, after: Uint8Array | undefined): string | undefined => {
  // A preview is shown before anybody was asked; it must not be a way to read what reading asks about.
  if (looksSecret(shown)) return undefined
  const [old, fresh] = [textOf(before ?? new Uint8Array()), textOf(after ?? new Uint8Array())]
  if (old === undefined || fresh === undefined) return undefined
  const from = before ? `a/${shown}` : '/dev/null'
  const to = after ? `b/${shown}` : '/dev/null'
  return unifiedDiff(old, fresh, { from, to, mostLines }) || undefined
}

/** What putting these bytes in a file (or with undefined: removing it) changes; undefined when nothing. */
export const changeOf = (
  place: { file: string; shown: string; workspace: string },
  before: FileImage | undefined,
  after: Uint8Array | undefined,
): Change | undefined => {
  const { file, shown, workspace } = place
  if (!before && !after) return undefined
  if (before && after && before.bytes.equals(after)) return undefined
  const effect = !before ? 'create' : after ? 'update' : 'delete'
  const size = sizeText((after ?? before?.bytes ?? new Uint8Array()).length)
  const summary = before && after ? `${sizeText(before.bytes.length)} → ${size}` : size
  const diff = diffOf(shown, before?.bytes, after)
  return {
    resource: fileResource(file, workspace),
    effect,
    summary: looksSecret(shown) ? `${summary}, contents not shown: it looks like a secret` : summary,
    ...(diff ? { diff } : {}),
  }
}

/** The state of a file as a precondition of a plan: its hash, or `absent`. */
export const stateOf = (image: FileImage | undefined): string => image?.sha256 ?? 'absent'
