/**
 * How a program is asked to stop.
 *
 * `group`: TERM to the whole process group, KILL after the grace period. `leader`: INT to the program alone and no
 * deadline, for programs that hold remote state — a signal to Terraform's group kills its provider plugins and
 * orphans what they were creating.
 *
 * `orphaned`: what becomes of it when Nimbus is killed outright. A program that is ended by group ends when it next
 * writes; one that goes on working without a word is `ended` at once, where the platform has a way.
 */
export type Interruption = { to: 'group'; graceMs: number; orphaned?: 'ended' } | { to: 'leader'; saying: string }

/** The default way to stop a program. The grace leaves time to kill what is left within two seconds of a cancel. */
export const stopGroup: Interruption = { to: 'group', graceMs: 1500 }

/** An outside program: how to find it, how to stop it, how to get it. */
export interface Program {
  name: string
  /** Names looked for on PATH, or absolute paths; the first found wins. */
  binaries: readonly string[]
  /** An environment variable that names the binary and wins over PATH. */
  override: string
  /** Arguments that print a version. */
  version: readonly string[]
  /** Where to get it, in one sentence with a link. */
  install: string
  /** What Nimbus can do with it; shown by `doctor`. */
  enables: string
  /** `bare`: it acts on its own, and gets nothing of the settings and credentials in the environment of the caller. */
  environment?: 'bare'
  interrupt: (argv: readonly string[]) => Interruption
}

/** One start of a program. */
export interface ExecOptions {
  cwd?: string
  /** Added to a minimal environment. */
  env?: Record<string, string>
  /** Exit codes that are results and not failures. Default `[0]`. */
  accept?: readonly number[]
  stdin?: string
  /** Milliseconds; none by default. */
  timeoutMs?: number
  /** Called with every line as it arrives. */
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void
  /** Called with text as it arrives, line ends and all; a piece may end anywhere but within a character. */
  onText?: (text: string, stream: 'stdout' | 'stderr') => void
  /** Bytes kept in memory of each stream; the rest goes to a file. Default 8 MiB. */
  keepBytes?: number
}

/** What a program did. */
export interface ExecResult {
  exitCode: number
  stdout: string
  stderr: string
  /** The file with the whole output of a stream that went over `keepBytes`. */
  spilled?: { stdout?: string; stderr?: string }
  durationMs: number
}
