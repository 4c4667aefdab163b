import { cancelled, type ExecResult, failed, type Program, type RunProgram } from '@nimbus/kernel'
import { minimalEnvironment } from './environment.ts'
import { type Environment, findProgram } from './find-program.ts'
import { guard } from './interruption.ts'
import { OutputCapture } from './output-capture.ts'
import { programMissing, requireDirectory, spawnError } from './spawn-error.ts'
import { startChild } from './start-child.ts'
import { stopRequests } from './stop-requests.ts'

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

/** Lines that an error shows. */
const toldLines = 20

/** Secrets go before lines do: one of several lines is known by its first. */
const toldOf = (tail: readonly string[], redact: (text: string) => string): string =>
  redact(tail.join('\n')).split('\n').slice(-toldLines).join('\n').trim()

const failure = (program: Program, argv: readonly string[], exitCode: number, said: string) => {
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
 * says so (orphan.ts), and one that holds state writes to a file instead of a pipe and finishes its work. A process that
 * starts a session of its own leaves the group, and is no longer ours to stop.
 *
 * Raises `program-missing` (exit 5), `directory-missing` (exit 2), `program-failed` with the last lines of standard
 * error, `program-timeout` (exit 1), `cancelled` (exit 130), and what spawn-error.ts lists.
 */
export const createExec =
  (settings: ExecSettings): RunProgram =>
  async (program, argv, options) => {
    if (options.signal.aborted) throw cancelled('cancelled', 'The call was cancelled')
    const path = findProgram(program, { ...settings.env, ...options.env })
    if (!path) throw programMissing(program, settings.env)
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

    const env = minimalEnvironment(settings.env, options.env, program.environment)
    const child = startChild({ program, path, argv, env, cwd: options.cwd, stdin: options.stdin }, settings)
    const guarded = guard(child.running)
    const stops = stopRequests(child.running, options, settings.insist)
    try {
      await child.follow(stdout, stderr)
    } catch (thrown) {
      // Nobody follows the program any more. One that holds state is guarded until it has finished all the same.
      stops.stop()
      await child.settled()
      throw thrown
    } finally {
      await stops.end()
      guarded.release()
      child.dispose()
    }

    const out = stdout.end()
    const err = stderr.end()
    if (options.signal.aborted) throw cancelled('cancelled', `${program.name} ${argv[0] ?? ''} was cancelled`)
    if (stops.timedOutMs) throw timeout(program, argv, stops.timedOutMs)
    const exitCode = await child.exited
    const unstarted = child.notStarted(exitCode, err.tail)
    if (unstarted) throw spawnError(unstarted, program, path)
    if (!(options.accept ?? [0]).includes(exitCode))
      throw failure(program, argv, exitCode, toldOf(err.tail, options.redact))

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
