import type { Call, Preview } from './call.ts'
import type { Catalog } from './catalog.ts'
import type { Envelope } from './envelope.ts'
import type { RunEvent } from './ports/journal.ts'
import type { Ledger } from './ports/ledger.ts'
import type { ConfigurationFolder } from './ports/ports.ts'
import type { Documents } from './ports/storage.ts'
import type { ExecOptions, ExecResult, Program } from './program.ts'

/**
 * Types of every operation, by id. Filled by the generated catalog through declaration merging; structural, because
 * `typeof import` breaks at the first cycle of calls.
 */
export interface Operations {}

type Known = keyof Operations & string
type InputOf<Id> = Id extends Known ? (Operations[Id] extends { input: infer I } ? I : never) : unknown
type OutputOf<Id> = Id extends Known ? (Operations[Id] extends { output: infer O } ? O : never) : unknown

/** Calls another operation through the whole pipeline; raises its error when it fails. */
export type CallOperation = <Id extends Known>(
  operation: Id,
  input: InputOf<Id>,
  follow?: Pick<Delegation, 'onEvent'>,
) => Promise<OutputOf<Id>>

/** Looks at a call of another operation as far as the pipeline goes without an effect. */
export type Foresee = <Id extends Known>(operation: Id, input: InputOf<Id>) => Promise<Preview>

/** What a call by a model belongs to. */
export interface Delegation {
  /** What it has read taints what it does, across all calls with this name. */
  session: string
  /** It has read what others wrote, as was remembered of it: the marks of a process end with the process. */
  tainted?: true
  /** Hears every event of the call as it happens. */
  onEvent?: (event: RunEvent) => void
}

/** Everything an operation can reach. There is nothing else: no global state, no direct I/O beyond its own files. */
export interface Context<Chunk = unknown> {
  /** The id of this run; it correlates logs, events and child runs. */
  readonly run: string
  /** Absolute path of the workspace root. */
  readonly workspace: string
  /** A folder of this service for what can be made again; it may be emptied whenever nothing runs. */
  readonly cache: string
  /** The environment this process was started with. Programs get a listed part of it by themselves. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** The same without a signal, for what every call of a server waits for. */
  readonly stop: import('./stop.ts').Stop
  readonly now: () => Date
  /** Whether the person who called is one step away: the call came from their own shell. */
  readonly direct: boolean
  /** Who called, for whose records are whose. What they may do is decided before an operation runs. */
  readonly principal: import('./principal.ts').Principal

  /** Calls another operation. */
  call: CallOperation
  /** What such a call would do, without making it; raises what it would meet: bad input, a refusal, a prohibition. */
  foresee: Foresee
  /**
   * Makes a call that a model asked for. The model calls, on behalf of who called this operation: it never approves, only
   * the person at the terminal does, if there is one. Never raises: a model has to read what went wrong.
   */
  delegate: (call: Call, delegation: Delegation) => Promise<Envelope>
  /** Whether calls with this name have read what others wrote, by themselves or in calls that they made. */
  isTainted: (session: string) => boolean
  /** What a call gave, as its operation prints it for a person; undefined where it has no text of its own. */
  textOf: (call: Call, data: unknown) => Promise<string | undefined>
  /** What there is to call: data only. */
  readonly catalog: Pick<Catalog, 'list' | 'get'>
  /** Whether some source serves this operation. */
  serves: (operation: string) => boolean
  /** Runs a program from argv. The exact argv is recorded. */
  exec: (program: Program, argv: readonly string[], options?: ExecOptions) => Promise<ExecResult>
  /** Processes of this service that may outlive the run. Whoever starts one declares it as `process:<name>`. */
  readonly processes: import('./ports/processes.ts').ManagedProcesses
  /** A timed, nested step; its failure is remembered in the record with its name. */
  step: <T>(title: string, work: () => Promise<T>) => Promise<T>
  /** Sends a chunk of output to whoever follows the run. */
  emit: (chunk: Chunk) => void
  /** One line of progress for a person. */
  progress: (text: string) => void
  /** Stores a before-image ahead of an effect, so that undo can be byte-exact. */
  keep: (name: string, bytes: Uint8Array) => Promise<void>
  /** A before-image kept by an earlier run; for operations that are the undo of others. */
  kept: (run: string, name: string) => Promise<Uint8Array | undefined>
  /** What this service spends, against limits that hold for all processes. */
  ledger: Ledger
  /** Where the configuration files of this service may be: the user's folder first, then the workspace's, which wins. */
  folders: () => readonly ConfigurationFolder[] | Promise<readonly ConfigurationFolder[]>
  /** This service's own documents. */
  documents: Documents
  /** A credential by name, or undefined. It is redacted from everything recorded or printed. */
  secret: (name: string) => Promise<string | undefined>
  /** Marks a value as secret from now on, so that it is redacted everywhere. */
  redact: (value: string) => void
  /** A copy with secrets masked, those that are known and what looks like one: for what is sent to others. */
  masked: <T>(value: T) => T
  log: (level: 'debug' | 'info' | 'warn', message: string, data?: Record<string, unknown>) => void
}
