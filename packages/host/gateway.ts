import type {
  Ask,
  Catalog,
  Consent,
  Covering,
  Envelope,
  Parent,
  Principal,
  RunEvent,
  ServiceEntry,
  Stop,
  Surface,
} from '@nimbus/kernel'

/** A call as a surface hands it over; the host fills in workspace, signal and the rest. */
export interface GatewayCall {
  operation: string
  input: unknown
  principal: Principal
  surface: Surface
  /** The root of a registered workspace; default: the one this process serves. */
  workspace?: string
  /** What relative paths are relative to; default: the workspace. */
  base?: string
  signal?: AbortSignal
  /** Goes before the signal, and makes one when something asks for it: most calls are over before. */
  stopping?: Stop
  dryRun?: boolean
  consent?: Consent
  session?: string
  task?: string
  step?: string
  /** The caller's run and ceiling, when an operation in another process made the call. Only from a verified peer. */
  parent?: Parent
  /** What was approved for the caller. Only from a verified peer. */
  covering?: Covering
  /** The session has read what others wrote, in another process. Only from a verified peer. */
  tainted?: true
  ask?: (ask: Ask) => Promise<boolean>
  onEvent?: (event: RunEvent) => void
  /** Hears of every program that is run, also by the calls that this one makes. */
  onProgram?: (event: RunEvent) => void
}

/** Everything a surface may use. It never sees the store, the policy or a service. */
export interface Gateway {
  version: string
  catalog: Catalog
  services: readonly ServiceEntry[]
  /** The workspace this process serves. */
  workspace: string
  /** Runs a call through the pipeline; never rejects. */
  invoke(call: GatewayCall): Promise<Envelope>
  /** Whether a session has read what others wrote, in this process or one that it called. */
  isTainted(session: string): boolean
  /** Writes what is batched, so that other processes see it. */
  flush(): Promise<void>
  /** The events of a run after a number, live until the run has ended. Ends at once for an unknown run. */
  tail(run: string, after: number, principal: Principal, signal?: AbortSignal): AsyncIterable<RunEvent>
  /** Who a bearer token stands for. */
  authenticate(token: string): Promise<Principal | undefined>
  /** What this process depends on, for `/health`. */
  health(): Promise<readonly { name: string; ok: boolean; detail?: string }[]>
}
