import { lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ErrorData, failed } from '@nimbus/kernel'

/** Configuration files larger than this are refused. */
const largest = 1_048_576

/** A YAML file as read: its value, or what is wrong with it. */
export interface YamlFile {
  path: string
  value: unknown
  problem?: Pick<ErrorData, 'message' | 'at' | 'why' | 'next'>
}

/** What tells one state of a file from another, with what reading it needs to know; undefined when there is none. */
export const fileStamp = (path: string): { stamp: string; size: number; isFile: boolean } | undefined => {
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status) return undefined
  const { ino, mtimeMs, size } = status
  return { stamp: `${ino} ${mtimeMs} ${size}`, size, isFile: status.isFile() }
}

// A server reads policy and settings on every call; the files rarely change.
const read = new Map<string, { stamp: string; file: YamlFile }>()

/** Reads a YAML file; an absent or empty one is `{}`. The parser is loaded only when there is a file. */
export const readYaml = async (path: string): Promise<YamlFile> => {
  const status = fileStamp(path)
  if (!status) return { path, value: {} }
  const known = read.get(path)
  if (known?.stamp === status.stamp) return known.file
  const file = await parseFile(path, status)
  read.set(path, { stamp: status.stamp, file })
  return file
}

const textOf = (path: string): string | Error => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const notYaml = (path: string, why: string, at = path): YamlFile => ({
  path,
  value: {},
  problem: { message: 'The file cannot be read as YAML', at, why, next: 'mend it' },
})

const parseFile = async (path: string, { size, isFile }: { size: number; isFile: boolean }): Promise<YamlFile> => {
  // A link to a device in a hostile repository would never end.
  if (!isFile) return notYaml(path, 'it is no ordinary file')
  if (size > largest)
    return { path, value: {}, problem: { message: `${path} is larger than 1 MiB`, at: path, next: 'make it smaller' } }
  const { LineCounter, parseDocument } = await import('yaml')
  const lineCounter = new LineCounter()
  const text = textOf(path)
  if (text instanceof Error) return notYaml(path, text.message)
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true })
  const [error] = document.errors
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0])
    return notYaml(path, error.message, `${path}:${line}:${col}`)
  }
  try {
    return { path, value: document.toJS({ maxAliasCount: 50 }) ?? {} }
  } catch (thrown) {
    // Aliases that multiply, or that name nothing.
    return notYaml(path, thrown instanceof Error ? thrown.message : String(thrown))
  }
}

/** The failure to write a file of one's own. */
export const notWritten = (path: string, cause: unknown) =>
  failed('write-failed', `${path} was not written`, {
    at: path,
    why: cause instanceof Error ? cause.message : String(cause),
    next: 'make the directory writable, or free some space',
    cause,
  })

/** Where a file really lies: people keep their configuration elsewhere and link to it. */
const behindLinks = (path: string): string =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(path) : path

const replace = (target: string, text: string, mode: number): void => {
  const temporary = `${target}.${process.pid}.${crypto.randomUUID().slice(0, 8)}`
  try {
    writeFileSync(temporary, text, { mode, flush: true })
    renameSync(temporary, target)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw cause
  }
}

/** Replaces a file's contents at once: whoever reads sees the old or the new, never a half. A link stays one. */
export const writeAtomically = (path: string, text: string, mode = 0o600): void => {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    replace(behindLinks(path), text, mode)
  } catch (cause) {
    throw notWritten(path, cause)
  }
}
