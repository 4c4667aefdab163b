import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Where the output of one stream goes. */
export interface CaptureOptions {
  /** Bytes kept in memory. */
  keepBytes: number
  /** The folder that takes what does not fit. */
  spillDirectory: string
  /** Removes secrets from what is written to disk. */
  redact: (text: string) => string
  /** Hears every line, without its end, as it arrives. */
  onLine: (line: string) => void
  /** Hears the text as it arrives. */
  onText?: (text: string) => void
}

/** What was captured of a stream. */
export interface Captured {
  /** The whole output, or its first `keepBytes` bytes. */
  text: string
  /** The file with the whole output, redacted line by line, when it did not fit. */
  spilled?: string
  /** The last lines, for an error message. */
  tail: readonly string[]
}

/** More than an error shows: a private key in it, which its first line tells, has some fifty. */
const tailLines = 100

/** Characters of a line that is kept for an error message. */
const longestTold = 16 * 1024

/** Characters of the longest line: a program may write without end, and what waits for the end of a line is in memory. */
const longestLine = 16 * 1024 * 1024

/** The beginning of a line, without holding on to the rest of it. */
const cut = (line: string): string => Buffer.from(line.slice(0, longestTold)).toString()

/**
 * Reads one stream of a program: lines as they arrive, the text up to a limit, everything in a file beyond it. The file
 * goes with the capture unless it is kept.
 *
 * Bytes are decoded as UTF-8 across chunk borders. The pieces of a line are joined once, at its end; one of more than
 * 16 Mi characters is several lines.
 */
export class OutputCapture implements Disposable {
  readonly #options: CaptureOptions
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #kept: Uint8Array[] = []
  readonly #tail: string[] = []
  #keptBytes = 0
  #totalBytes = 0
  #pieces: string[] = []
  #pending = 0
  #lines: string[] = []
  #spill: { path: string; handle: number } | undefined
  #isKept = false

  constructor(options: CaptureOptions) {
    this.#options = options
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    const room = this.#options.keepBytes - this.#keptBytes
    if (room > 0) {
      const part = bytes.subarray(0, room)
      this.#kept.push(part)
      this.#keptBytes += part.length
    }
    this.#totalBytes += bytes.length
    this.#split(this.#decoder.decode(bytes, { stream: true }))
    if (this.#totalBytes > this.#options.keepBytes) this.#spillLines()
  }

  /** Ends the stream: the last line may lack its end. */
  end(): Captured {
    this.#split(this.#decoder.decode())
    if (this.#pieces.length > 0) this.#line(this.#joined())
    if (this.#spill) this.#spillLines()
    // A character cut in two by the limit is dropped rather than shown as a replacement sign.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(this.#kept), {
      stream: this.#spill !== undefined,
    })
    return { text, tail: this.#tail, ...(this.#spill ? { spilled: this.#spill.path } : {}) }
  }

  /** Leaves the file to whoever asked for the output. */
  keep(): void {
    this.#isKept = true
  }

  [Symbol.dispose](): void {
    if (!this.#spill) return
    closeSync(this.#spill.handle)
    if (!this.#isKept) rmSync(this.#spill.path, { force: true })
  }

  #split(text: string): void {
    if (text !== '') this.#options.onText?.(text)
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#pieces.push(text.slice(start, end))
      const line = this.#joined()
      this.#line(line.endsWith('\r') ? line.slice(0, -1) : line)
      start = end + 1
    }
    if (start >= text.length) return
    this.#pieces.push(text.slice(start))
    this.#pending += text.length - start
    if (this.#pending >= longestLine) this.#line(this.#joined())
  }

  #joined(): string {
    const whole = this.#pieces.join('')
    this.#pieces = []
    this.#pending = 0
    return whole
  }

  #line(line: string): void {
    this.#tail.push(line.length > longestTold ? cut(line) : line)
    if (this.#tail.length > tailLines) this.#tail.shift()
    this.#lines.push(line)
    this.#options.onLine(line)
  }

  /** Lines wait in memory until it is clear that they do not fit, then go to the file and are forgotten. */
  #spillLines(): void {
    if (!this.#spill) {
      mkdirSync(this.#options.spillDirectory, { recursive: true, mode: 0o700 })
      const path = join(this.#options.spillDirectory, `output-${crypto.randomUUID()}.log`)
      this.#spill = { path, handle: openSync(path, 'wx', 0o600) }
    }
    if (this.#lines.length === 0) return
    writeSync(this.#spill.handle, `${this.#options.redact(this.#lines.join('\n'))}\n`)
    this.#lines = []
  }
}
