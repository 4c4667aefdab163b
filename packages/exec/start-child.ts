import type { Program } from '@nimbus/kernel'
import type { Running } from './interruption.ts'
import { type Heir, heldBack, letGo, notStarted } from './orphan.ts'
import type { OutputCapture } from './output-capture.ts'
import { followFile, type OutputFile, outputFile, readPipe } from './output-reader.ts'
import { spawnError } from './spawn-error.ts'

/** What to start, and with what. */
export interface Started {
  program: Program
  /** Absolute path of the program. */
  path: string
  argv: readonly string[]
  env: Record<string, string>
  cwd?: string | undefined
  /** What it can read; nothing by default. */
  stdin?: string | undefined
}

/** A program that runs for a call. */
export interface Child {
  running: Running
  exited: Promise<number>
  /** Lets it begin, where it was held back, and reads what it says until it has ended. */
  follow(stdout: OutputCapture, stderr: OutputCapture): Promise<void>
  /** Resolves once it has ended and nothing reads it any more, however that went. */
  settled(): Promise<unknown>
  /** Why it could not be started, where that shows only now; undefined when it was. */
  notStarted(exitCode: number, tail: readonly string[]): Error | undefined
  /** Gives back what was held for it. */
  dispose(): void
}

interface Files {
  stdout: OutputFile
  stderr: OutputFile
}

const dispose = (files: Files | undefined): void => {
  files?.stdout.dispose()
  files?.stderr.dispose()
}

const read = (
  stream: unknown,
  file: OutputFile | undefined,
  capture: OutputCapture,
  exited: Promise<unknown>,
): Promise<void> => {
  if (file) return followFile(file.path, capture, exited)
  if (stream instanceof ReadableStream) return readPipe(stream, capture, exited)
  throw new Error('a program was started without a way to read its output')
}

const spawn = (
  { program, path, argv, env, cwd, stdin }: Started,
  held: string[] | undefined,
  files: Files | undefined,
) => {
  try {
    const input = stdin === undefined ? 'ignore' : new TextEncoder().encode(stdin)
    const { stdout = 'pipe', stderr = 'pipe' } = { stdout: files?.stdout.descriptor, stderr: files?.stderr.descriptor }
    return Bun.spawn(held ?? [path, ...argv], {
      env,
      stdio: held ? [input, stdout, stderr, 'pipe'] : [input, stdout, stderr],
      detached: true,
      ...(cwd ? { cwd } : {}),
    })
  } catch (thrown) {
    dispose(files)
    throw spawnError(thrown, program, path)
  }
}

/** Starts a program in a group and session of its own. Files of `spillDirectory` take its output where it must outlive us. */
export const startChild = (what: Started, { spillDirectory }: { spillDirectory: string }): Child => {
  const how = what.program.interrupt(what.argv)
  // What may not die with us may not depend on us to read its output either.
  const files =
    how.to === 'leader' ? { stdout: outputFile(spillDirectory), stderr: outputFile(spillDirectory) } : undefined
  const ended = how.to === 'group' && how.orphaned === 'ended' ? how : undefined
  const held = ended && heldBack([what.path, ...what.argv])
  const child = spawn(what, held, files)
  let heir: Heir | undefined
  let reading: Promise<void>[] = []
  return {
    running: { pid: child.pid, how },
    exited: child.exited,
    async follow(stdout, stderr) {
      if (ended && held) heir = letGo(child.stdio[3], child.pid, ended.graceMs)
      reading = [
        read(child.stdout, files?.stdout, stdout, child.exited),
        read(child.stderr, files?.stderr, stderr, child.exited),
      ]
      await Promise.all([...reading, child.exited])
    },
    settled: () => Promise.allSettled([...reading, child.exited]),
    notStarted: (exitCode, tail) => (held ? notStarted(exitCode, tail) : undefined),
    dispose() {
      heir?.release()
      dispose(files)
    },
  }
}
