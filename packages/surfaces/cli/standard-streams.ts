import { fstatSync, statSync, writeSync } from 'node:fs'

// The stream objects of the runtime are made only where they are needed: making one takes longer than reading a record
// from the store.
const streams = {
  0: () => process.stdin,
  1: () => process.stdout,
  2: () => process.stderr,
} as const

const mayBeTerminal = (fd: 0 | 1 | 2): boolean => {
  if (process.platform === 'win32') return true
  try {
    const { rdev } = fstatSync(fd)
    // Files and pipes have no device of their own, and the one that is most often there instead is the empty one.
    return rdev !== 0 && rdev !== statSync('/dev/null').rdev
  } catch {
    // A stream that was closed before we began is none.
    return false
  }
}

const found = new Map<0 | 1 | 2, boolean>()

/** Whether standard input (0), output (1) or error (2) is a terminal. */
export const isTerminal = (fd: 0 | 1 | 2): boolean => {
  const known = found.get(fd)
  if (known !== undefined) return known
  const is = mayBeTerminal(fd) && streams[fd]().isTTY === true
  found.set(fd, is)
  return is
}

/** How wide and high the terminal is; undefined when the stream is none. */
export const terminalSize = (fd: 1 | 2): { columns: number; rows: number } | undefined =>
  isTerminal(fd) ? { columns: streams[fd]().columns, rows: streams[fd]().rows } : undefined

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)

let silent = false

/** Nothing is written from now on. */
export const silence = (): void => {
  silent = true
}

let goingOn = false
let unread = false
let lost = false

/**
 * From now on standard output that nobody reads, or that has no room, ends nothing: what has begun is done to its end.
 */
export const goOnUnread = (): void => {
  goingOn = true
}

/** The exit code of a command that went on: 1 in place of 0 where its output could not be written. */
export const exitAfterOutput = (exit: number): number => (exit === 0 && lost ? 1 : exit)

/** A reader that went away, such as `head`, is no failure; nobody misses what nobody reads on standard error. */
const broken = (fd: 1 | 2, code: string): void => {
  if (fd === 2 || silent) return
  // The terminal is gone; the signal that says so comes as well, and what runs ends in good order.
  if (code === 'EIO') return silence()
  lost = code !== 'EPIPE'
  if (lost) write(2, `✗ The output could not be written\n  why  ${code}\n  next send it where there is room for it\n`)
  if (!goingOn) process.exit(lost ? 1 : 0)
  unread = true
}

/** Ends the process in the same way when the runtime's own stream of standard output breaks. */
export const watchOutput = (): void => {
  process.stdout.on('error', (error) => broken(1, codeOf(error)))
}

/** The same for a view, which writes to both of them as the runtime has them: a terminal that is gone takes neither. */
export const watchTerminal = (): void => {
  watchOutput()
  process.stderr.on('error', (error) => broken(2, codeOf(error)))
}

/** Streams that somebody else made non-blocking: the runtime's own object waits for them. */
const waiting = new Set<1 | 2>()

/** Writes text to standard output (1) or error (2), in order and at once. */
export const write = (fd: 1 | 2, text: string): void => {
  if (silent || (fd === 1 && unread)) return
  let bytes = Buffer.from(text)
  try {
    while (bytes.length > 0 && !waiting.has(fd)) bytes = bytes.subarray(writeSync(fd, bytes))
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code !== 'EAGAIN') return broken(fd, code)
    waiting.add(fd)
    if (fd === 1) watchOutput()
  }
  if (bytes.length > 0) streams[fd]().write(bytes)
}
