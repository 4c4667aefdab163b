import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { OutputCapture } from './output-capture.ts'

/** How long a pipe may stay open and silent after its program has ended, because a process it left behind holds it. */
const drainMs = 500

/** Reads a pipe until its end, or until nothing has come for a while after the program has ended. */
export const readPipe = async (
  stream: ReadableStream<Uint8Array>,
  capture: OutputCapture,
  exited: Promise<unknown>,
): Promise<void> => {
  const reader = stream.getReader()
  let ended = false
  const over = exited.then(() => {
    ended = true
  })
  for (;;) {
    const next = reader.read()
    if (!ended) await Promise.race([next, over])
    const silence = Promise.withResolvers<'silent'>()
    const timer = ended ? setTimeout(() => silence.resolve('silent'), drainMs) : undefined
    const got = await Promise.race([next, silence.promise])
    clearTimeout(timer)
    if (got === 'silent') return reader.cancel()
    if (got.done) return
    capture.push(got.value)
  }
}

/** A file that a program writes to in place of a pipe. */
export interface OutputFile {
  path: string
  /** To be given to the program. */
  descriptor: number
  /** Closes and removes it. */
  dispose(): void
}

/**
 * Makes a file of mode 0600 for the output of a program that has to survive us.
 *
 * A pipe breaks when its reader is killed, and a program that writes to a broken pipe dies of it: Terraform did, with
 * its lock taken and what it was creating in no state.
 */
export const outputFile = (folder: string): OutputFile => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `running-${crypto.randomUUID()}.log`)
  const descriptor = openSync(path, 'ax', 0o600)
  return {
    path,
    descriptor,
    dispose() {
      closeSync(descriptor)
      rmSync(path, { force: true })
    },
  }
}

const pollMs = 40

/** Reads a growing file until the program that writes it has ended. */
export const followFile = async (path: string, capture: OutputCapture, exited: Promise<unknown>): Promise<void> => {
  const file = await open(path, 'r')
  let ended = false
  const over = exited.then(() => {
    ended = true
  })
  try {
    for (;;) {
      // Asked before reading: what was written before the end is then read after it.
      const last = ended
      const buffer = new Uint8Array(64 * 1024)
      const { bytesRead } = await file.read(buffer)
      if (bytesRead > 0) capture.push(buffer.subarray(0, bytesRead))
      else if (last) return
      else await Promise.race([over, Bun.sleep(pollMs)])
    }
  } finally {
    await file.close()
  }
}
