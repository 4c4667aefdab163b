import type { ExecOptions, Program } from '../program.ts'

/** Something that exists because of Nimbus: a managed process, a container, an environment. */
export interface Resource {
  uri: string
  kind: string
  owner: string
  state: string
  address?: string
  detail: unknown
  updatedAt: string
}

export interface Resources {
  put(resource: Resource): Promise<void>
  get(uri: string): Promise<Resource | undefined>
  list(kind?: string): Promise<Resource[]>
  /** Stores `to` only while what is stored under its URI is `from` (undefined: nothing); false otherwise. */
  replace(from: Resource | undefined, to: Resource): Promise<boolean>
  /** With `from`, only while what is stored is that. */
  delete(uri: string, from?: Resource): Promise<boolean>
}

/**
 * When a managed process counts as ready: a line of its output matches, or it accepts connections at a port of
 * 127.0.0.1. Waited for at most `withinMs` milliseconds, 30,000 by default. A group `address` in `line` is its address.
 */
export type Readiness = ({ line: RegExp } | { port: number }) & { withinMs?: number }

/** What a managed process is started with; `name` tells it from the others of its service. */
export type ProcessStart = Pick<ExecOptions, 'cwd' | 'env'> & { name: string; address?: string; ready?: Readiness }

/**
 * A process that may outlive the run that started it.
 *
 * `uri` is `process:<service>/<name>`, `owner` the run that started it, `log` the absolute path of a file of mode 0600
 * with all it printed, as it printed it. `state`: `starting` (not known to be ready), `running`, `ended`, or `unknown`
 * (it was started on another host and only that one can tell).
 */
export type ManagedProcess = Omit<Resource, 'kind' | 'detail'> & { name: string; log: string; pid?: number }

/** The managed processes of one service. */
export interface ManagedProcesses {
  /**
   * Starts a program that goes on by itself; returns once it is ready. It is on record before it exists.
   *
   * Raises `already-running`, `port-taken`, `process-ended` or `process-not-ready` (exit 1), `invalid-name` (exit 2),
   * `cancelled`, and what cannot be started raises with `exec`. A process that does not get ready is stopped.
   */
  start: (program: Program, argv: readonly string[], options: ProcessStart) => Promise<ManagedProcess>
  /**
   * Stops a process the way its program survives it and forgets it, with its log. False when it had ended by itself.
   *
   * Raises `process-busy` while it is just being started, `process-elsewhere` when another host has it (exit 1).
   */
  stop: (name: string) => Promise<boolean>
  get: (name: string) => Promise<ManagedProcess | undefined>
  list: () => Promise<ManagedProcess[]>
}

/**
 * Paths that have changed, from the moment of the call until the signal fires. Files need not exist; directories are
 * watched with all that is in them. Changes that come close together, or while nobody asks, are told once.
 */
export type Watch = (paths: readonly string[], signal: AbortSignal) => AsyncIterable<string>
