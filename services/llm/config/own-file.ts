import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { unifiedDiff } from '@nimbus/diff'
import { type Change, type Context, denied, type Finding, failed, invalid, missing } from '@nimbus/kernel/define'
import { shownFile } from './files.ts'

/** The file `llm.yaml` of the user or of the project, as it is now. */
export interface OwnFile {
  /** Absolute. */
  path: string
  /** As a person knows it. */
  shown: string
  /** The URI for policy. */
  resource: string
  /** Absent when there is no such file. */
  bytes?: Buffer
}

const bytesAt = (path: string, shown: string): Buffer | undefined => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  if (!status) return undefined
  if (status.isFile()) return readFileSync(path)
  throw invalid('not-a-file', `${shown} is no ordinary file`, {
    at: shown,
    why: 'what it leads to or holds would be replaced',
    next: 'move it away',
  })
}

/** Finds the file. Raises `not-a-file` (exit 2), and `linked-folder` (exit 4) when the project's folder leads elsewhere. */
export const ownFile = async (
  project: boolean,
  ctx: Pick<Context, 'folders' | 'workspace' | 'env'>,
): Promise<OwnFile> => {
  const origin = project ? 'workspace' : 'user'
  const folder = (await ctx.folders()).find((each) => each.origin === origin)
  if (!folder) throw missing('no-folder', `There is no folder for the configuration of the ${origin}`)
  const path = join(folder.path, 'llm.yaml')
  const shown = shownFile(path, ctx)
  const isThere = lstatSync(folder.path, { throwIfNoEntry: false }) !== undefined
  if (project && isThere && realpathSync(folder.path) !== join(realpathSync(ctx.workspace), basename(folder.path)))
    throw denied('linked-folder', `${dirname(shown)} is a link that leads elsewhere`, {
      at: dirname(shown),
      why: 'the file would be written somewhere else',
      next: 'make it a folder',
    })
  const bytes = bytesAt(path, shown)
  return { path, shown, resource: project ? `workspace:${shown}` : 'nimbus:config/llm', ...(bytes ? { bytes } : {}) }
}

/** The state of a file: the SHA-256 of its bytes, or `absent`. */
export const stateOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? 'absent' : createHash('sha256').update(bytes).digest('hex')

/** What giving the file these bytes (or with undefined: removing it) changes; nothing when it says so already. */
export const changesOf = ({ bytes: before, shown, resource }: OwnFile, after: Uint8Array | undefined): Change[] => {
  if (stateOf(before) === stateOf(after)) return []
  const effect = before === undefined ? 'create' : after === undefined ? 'delete' : 'update'
  const [old, fresh] = [before ?? new Uint8Array(), after ?? new Uint8Array()].map((each) =>
    new TextDecoder().decode(each),
  )
  const diff = unifiedDiff(old ?? '', fresh ?? '', {
    from: before ? `a/${shown}` : '/dev/null',
    to: after ? `b/${shown}` : '/dev/null',
    mostLines: 400,
  })
  return [{ resource, effect, ...(diff ? { diff } : {}) }]
}

/** Refuses when the file is not in the state that was last seen: `changed-meanwhile` (exit 4). */
export const mustBe = (expect: string | undefined, { bytes, shown }: OwnFile): void => {
  if (expect === undefined || expect === stateOf(bytes)) return
  throw denied('changed-meanwhile', `${shown} is not what was expected`, {
    at: shown,
    why: 'it was changed since, and that would be lost',
    next: 'look at it, then edit it by hand',
  })
}

/**
 * Gives the file these bytes at once, or with undefined removes it: whoever reads sees the old one or the new one. It is
 * for its owner alone, because keys may be in it. Raises `write-failed` (exit 1) and then leaves no trace.
 */
export const replaceOwnFile = ({ path, shown }: OwnFile, bytes: Uint8Array | undefined): void => {
  const temporary = join(dirname(path), `.llm.yaml.${crypto.randomUUID().slice(0, 8)}.tmp`)
  try {
    if (bytes === undefined) {
      rmSync(path, { force: true })
      return
    }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx', flush: true })
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw failed('write-failed', `${shown} was not written`, {
      at: shown,
      why,
      next: 'make its folder writable',
      cause,
    })
  }
}

/** Whether the file is in a state, read from disk anew. */
export const stateFindings = ({ path, shown, resource }: OwnFile, expected: string): Finding[] => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  const found = status ? stateOf(readFileSync(path)) : 'absent'
  const message =
    found === expected ? `${shown} is as it should be` : `${shown} is not what was written: something changed it`
  return [{ status: found === expected ? 'pass' : 'fail', code: 'llm-config-written', message, resource }]
}
