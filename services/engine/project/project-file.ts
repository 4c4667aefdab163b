import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { unifiedDiff } from '@nimbus/diff'
import { type Change, type Context, denied, type Finding, failed, invalid } from '@nimbus/kernel/define'

/** The file that people edit, and the one that remembers what was generated. */
export const fileNames = ['project.yaml', 'project-generated.json'] as const

/** One of the two files, as it is now. */
export interface ProjectFile {
  name: (typeof fileNames)[number]
  /** Absolute. */
  path: string
  /** As a person knows it. */
  shown: string
  /** Absent when there is no such file. */
  bytes?: Buffer
}

/** The files of the project, and the folder they are in. */
export interface ProjectFiles {
  folder: string
  /** Whether the folder is there. */
  hasFolder: boolean
  file: ProjectFile
  stamp: ProjectFile
}

/** Files larger than this are none that people edit. */
const largest = 1024 * 1024

const bytesAt = (path: string, shown: string): Buffer | undefined => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  if (!status) return undefined
  const refused = (why: string) =>
    invalid('not-a-project-file', `${shown} cannot be read`, { at: shown, why, next: 'move it away' })
  if (!status.isFile()) throw refused('it is no ordinary file')
  if (status.size > largest) throw refused('it is larger than 1 MiB')
  return readFileSync(path)
}

/**
 * Finds the files in the folder `.nimbus` of the workspace. Raises `not-a-project-file` (exit 2), and `linked-folder`
 * (exit 4) when the folder is a link that leads elsewhere.
 */
export const projectFiles = ({ workspace }: Pick<Context, 'workspace'>): ProjectFiles => {
  const folder = join(workspace, '.nimbus')
  const hasFolder = lstatSync(folder, { throwIfNoEntry: false }) !== undefined
  if (hasFolder && realpathSync(folder) !== join(realpathSync(workspace), '.nimbus'))
    throw denied('linked-folder', '.nimbus is a link that leads elsewhere', {
      at: '.nimbus',
      why: 'the project file would be read and written somewhere else',
      next: 'make it a folder',
    })
  const fileNamed = (name: ProjectFile['name']): ProjectFile => {
    const [path, shown] = [join(folder, name), `.nimbus/${name}`]
    const bytes = hasFolder ? bytesAt(path, shown) : undefined
    return { name, path, shown, ...(bytes ? { bytes } : {}) }
  }
  return { folder, hasFolder, file: fileNamed('project.yaml'), stamp: fileNamed('project-generated.json') }
}

/** The state of a file: the SHA-256 of its bytes, or `absent`. */
export const stateOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? 'absent' : createHash('sha256').update(bytes).digest('hex')

/** What giving a file these bytes (or with undefined: removing it) changes; nothing when it says so already. */
export const changesOf = (
  { bytes: before, shown }: ProjectFile,
  after: Uint8Array | undefined,
  isUnedited: 'unedited' | 'edited',
): Change[] => {
  if (stateOf(before) === stateOf(after)) return []
  const effect = before === undefined ? 'create' : after === undefined ? 'delete' : 'update'
  const diff = unifiedDiff(before?.toString() ?? '', after ? Buffer.from(after).toString() : '', {
    from: before ? `a/${shown}` : '/dev/null',
    to: after ? `b/${shown}` : '/dev/null',
    mostLines: 400,
  })
  return [
    {
      resource: `workspace:${shown}`,
      effect,
      ...(diff ? { diff } : {}),
      ...(effect === 'update' && isUnedited === 'unedited' ? { unedited: true as const } : {}),
    },
  ]
}

/** Refuses when the project file is not in the state that was last seen: `changed-meanwhile` (exit 4). */
export const mustBe = (expect: string | undefined, { bytes, shown }: ProjectFile): void => {
  if (expect === undefined || expect === stateOf(bytes)) return
  throw denied('changed-meanwhile', `${shown} is not what was expected`, {
    at: shown,
    why: 'it was changed since, and that would be lost',
    next: 'look at it, then run the command again',
  })
}

/**
 * Gives a file these bytes at once, or with undefined removes it: whoever reads sees the old one or the new one. Raises
 * `write-failed` (exit 1) and then leaves no trace.
 */
export const replace = ({ path, shown }: ProjectFile, bytes: Uint8Array | undefined): void => {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.tmp`)
  try {
    if (bytes === undefined) return rmSync(path, { force: true })
    mkdirSync(dirname(path), { recursive: true })
    const mode = lstatSync(path, { throwIfNoEntry: false })?.mode ?? 0o666 & ~process.umask()
    writeFileSync(temporary, bytes, { mode: mode & 0o777, flag: 'wx', flush: true })
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

/** Removes the folder when nothing is in it; somebody else's files keep it. */
export const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw error
  }
}

/** Whether a file is in a state, read from disk anew. */
export const stateFinding = ({ path, shown }: Pick<ProjectFile, 'path' | 'shown'>, expected: string): Finding => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  const found = status?.isFile() ? stateOf(readFileSync(path)) : status ? 'no file' : 'absent'
  const message =
    found === expected ? `${shown} is as it should be` : `${shown} is not what was written: something changed it`
  return {
    status: found === expected ? 'pass' : 'fail',
    code: 'project-written',
    message,
    resource: `workspace:${shown}`,
  }
}
