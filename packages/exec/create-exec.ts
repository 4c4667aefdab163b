import { cancelled, type ExecResult, failed, type Program, type RunProgram } from '@nimbus/kernel'
import { minimalEnvironment } from './environment.ts'
import { type Environment, findProgram } from './find-program.ts'
import { guard, insist, interrupt, type Running } from './interruption.ts'
import { type Heir, heldBack, letGo, notStarted } from './orphan.ts'
import { OutputCapture } from './output-capture.ts'
import { followFile, type OutputFile, outputFile, readPipe } from './output-reader.ts'
import { programMissing, requireDirectory, spawnError } from './spawn-error.ts'

/** What running programs needs from outside. */
export interface ExecSettings {
  /** The variables of this process; programs get only a listed part of them. */
  env: Environment
  /** Takes output that is over the limit, as files of mode 0600. */
  spillDirectory: string
  /**
   * Fires when a person was asked a second time and wants programs that are finishing their state ended as well.
   * Without it such programs always finish.
   */
  insist?: AbortSignal
}

/** Bytes kept in memory of each stream unless the call says otherwise. */
const defaultKeepBytes = 8 * 1024 * 1024

const failure = (program: Program, argv: readonly string[], exitCode: number, tail: readonly string[]) => {
  const said = tail.join('\n').trim()
  return failed('program-failed', `${program.name} ${argv[0] ?? ''} failed with exit code ${exitCode}`, {
    why: said === '' ? 'it said nothing on standard error' : said,
    next: 'see exactly what was run with --show-commands',
  })
}

const timeout = (program: Program, argv: readonly string[], ms: number) =>
  failed(
    'program-timeout',
    `${[program.name, argv[0]].filter(Boolean).join(' ')} took longer than ${ms / 1000} s and was stopped`,
    {
      next: 'try again, or give it more time',
    },
  )

/**
 * Runs programs from argv arrays; no shell is ever involved.
 *
 * Each program leads its own process group and session, so that a Ctrl-C at the terminal reaches Nimbus alone and
 * Nimbus stops the program the way it survives it. When Nimbus exits, what still runs is stopped; a Nimbus that is
 * killed outright cannot do that: a program that is ended by group then ends when it next writes, or at once when it
 * says so (orphan.ts), and one that holds state writes to a file instead of a pipe and finishes its work. A process that starts a session of its own leaves
 * the group, and is no longer ours to stop.
 *
 * Raises `program-missing` (exit 5), `directory-missing` (exit 2), `program-failed` with the last lines of standard
 * error, `program-timeout` (exit 1), `cancelled` (exit 130), and what spawn-error.ts lists.
 */
export const createExec =
  (settings: ExecSettings): RunProgram =>
  async (program, argv, options) => {
    const { env } = settings
    if (options.signal.aborted) throw cancelled('cancelled', 'The call was cancelled')
    const path = findProgram(program, { ...env, ...options.env })
    if (!path) throw programMissing(program, env)
    if (options.cwd) requireDirectory(options.cwd)

    const started = performance.now()
    const capture = (stream: 'stdout' | 'stderr') =>
      new OutputCapture({
        keepBytes: options.keepBytes ?? defaultKeepBytes,
        spillDirectory: settings.spillDirectory,
        redact: options.redact,
        onLine: (line) => options.onLine?.(line, stream),
        onText: (text) => options.onText?.(text, stream),
      })
    using stdout = capture('stdout')
    using stderr = capture('stderr')

    const how = program.interrupt(argv)
    // What may not die with us may not depend on us to read its output either.
    const files = how.to === 'leader' ? filesFor(settings.spillDirectory) : undefined
    const own = minimalEnvironment(env, options.env, program.environment)
    const ended = how.to === 'group' && how.orphaned === 'ended' ? how : undefined
    const held = ended && heldBack([path, ...argv])
    const child = spawn(program, path, argv, { ...options, env: own, held }, files)
    const running: Running = { pid: child.pid, how }
    const guarded = guard(running)
    let heir: Heir | undefined
    const stops: Promise<void>[] = []
    let timedOut = false

    const stop = (): void => {
      // What holds state gives up its work when it is asked twice.
      if (stops.length > 0) return
      stops.push(interrupt(running))
      if (running.how.to === 'leader') options.progress(running.how.saying)
    }
    const stopNow = (): void => {
      if (options.signal.aborted) stops.push(insist(running))
    }
    const timer = options.timeoutMs
      ? setTimeout(() => {
          timedOut = true
          stop()
        }, options.timeoutMs)
      : undefined
    options.signal.addEventListener('abort', stop, { once: true })
    settings.insist?.addEventListener('abort', stopNow, { once: true })

    let reading: Promise<void>[] = []
    try {
      if (ended && held) heir = letGo(child.stdio[3], child.pid, ended.graceMs)
      reading = [
        read(child.stdout, files?.stdout, stdout, child.exited),
        read(child.stderr, files?.stderr, stderr, child.exited),
      ]
      await Promise.all([...reading, child.exited])
    } catch (thrown) {
      // Nobody follows the program any more. One that holds state is guarded until it has finished all the same.
      stop()
      await Promise.allSettled([...reading, child.exited])
      throw thrown
    } finally {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', stop)
      settings.insist?.removeEventListener('abort', stopNow)
      await Promise.all(stops)
      guarded.release()
      heir?.release()
      files?.stdout.dispose()
      files?.stderr.dispose()
    }

    const out = stdout.end()
    const err = stderr.end()
    if (options.signal.aborted) throw cancelled('cancelled', `${program.name} ${argv[0] ?? ''} was cancelled`)
    if (timedOut && options.timeoutMs) throw timeout(program, argv, options.timeoutMs)
    const exitCode = await child.exited
    const unstarted = held && notStarted(exitCode, err.tail)
    if (unstarted) throw spawnError(unstarted, program, path)
    if (!(options.accept ?? [0]).includes(exitCode))
      throw failure(program, argv, exitCode, err.tail.map(options.redact))

    const spilled = {
      ...(out.spilled ? { stdout: out.spilled } : {}),
      ...(err.spilled ? { stderr: err.spilled } : {}),
    }
    const result: ExecResult = {
      exitCode,
      stdout: out.text,
      stderr: err.text,
      durationMs: performance.now() - started,
      ...(out.spilled || err.spilled ? { spilled } : {}),
    }
    stdout.keep()
    stderr.keep()
    return result
  }

interface Files {
  stdout: OutputFile
  stderr: OutputFile
}

const filesFor = (folder: string): Files => ({ stdout: outputFile(folder), stderr: outputFile(folder) })

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
  program: Program,
  path: string,
  argv: readonly string[],
  { env, cwd, stdin, held }: { env: Record<string, string>; cwd?: string; stdin?: string; held: string[] | undefined },
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
    files?.stdout.dispose()
    files?.stderr.dispose()
    throw spawnError(thrown, program, path)
  }
}
