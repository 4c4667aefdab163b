import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { unifiedDiff } from '@nimbus/diff'
import { type Change, denied, failed } from '@nimbus/kernel/define'

/** What a file of configuration holds; undefined where there is none. */
export type Content = Uint8Array | string | undefined

/** A file of configuration as it is now. */
export interface ConfigFile {
  /** Absolute. */
  path: string
  /** As a person knows it. */
  shown: string
  /** The URI for policy. */
  resource: string
  /** Absent when there is no such file. */
  bytes?: Buffer
}

/** The state of a file: the SHA-256 of what it holds, or `absent`. */
export const stateOf = (content: Content): string =>
  content === undefined ? 'absent' : createHash('sha256').update(content).digest('hex')

const textOf = (content: Content): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content ?? new Uint8Array())

/** What giving a file this content (or with undefined: removing it) changes; nothing when it says so already. */
export const contentChanges = (
  { shown, resource, bytes: before }: Omit<ConfigFile, 'path'>,
  after: Content,
  effect?: Change['effect'],
): Change[] => {
  if (stateOf(before) === stateOf(after)) return []
  const name = shown.replace(/^[~/]+/, '')
  const from = before === undefined ? '/dev/null' : `a/${name}`
  const to = after === undefined ? '/dev/null' : `b/${name}`
  const diff = unifiedDiff(textOf(before), textOf(after), { from, to, mostLines: 400 })
  const natural = before === undefined ? 'create' : after === undefined ? 'delete' : 'update'
  return [{ resource, effect: effect ?? natural, ...(diff ? { diff } : {}) }]
}

/** Refuses when a file is not in the state that somebody last saw: `changed-meanwhile` (exit 4). */
export const mustBe = (expect: string | undefined, { shown, bytes }: Pick<ConfigFile, 'shown' | 'bytes'>): void => {
  if (expect === undefined || expect === stateOf(bytes)) return
  throw denied('changed-meanwhile', `${shown} is not what was expected`, {
    at: shown,
    why: 'it was changed since, and that would be lost',
    next: 'look at it, then edit it by hand',
  })
}

/** Refuses to replace a file that somebody has edited since it was read: `changed-meanwhile` (exit 4). */
export const mustStand = ({ shown, bytes }: ConfigFile, now: ConfigFile): void => {
  if (stateOf(bytes) === stateOf(now.bytes)) return
  throw denied('changed-meanwhile', `${shown} was changed at this moment`, {
    at: shown,
    why: 'what somebody wrote there would be lost',
    next: 'try again',
  })
}

/** What the temporary files of `replaceConfig` are called that stand beside a file. */
export const isTemporary = (name: string, path: string): boolean =>
  name.startsWith(`.${basename(path)}.`) && name.endsWith('.tmp')

/**
 * Gives a file this content at once, or with undefined removes it: whoever reads sees the old one or the new one.
 *
 * It keeps its permissions; a new one is for its owner alone, because keys may be in it. Raises `write-failed` (exit 1)
 * and then leaves no trace.
 */
export const replaceConfig = ({ path, shown }: Pick<ConfigFile, 'path' | 'shown'>, content: Content): void => {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.tmp`)
  try {
    if (content === undefined) {
      rmSync(path, { force: true })
      return
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600
    writeFileSync(temporary, content, { mode: mode & 0o777, flag: 'wx', flush: true })
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw failed('write-failed', `${shown} was not written`, {
      at: shown,
      why: cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause),
      next: 'make its folder writable, or free some space',
      cause,
    })
  }
}
