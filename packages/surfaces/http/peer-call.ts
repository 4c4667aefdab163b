import type { Envelope, Request as KernelRequest, RunEvent } from '@nimbus/kernel'

/** Where a process takes calls from its peers. */
export const peerCallPath = '/internal/calls'
/** Where a process is told to stop a call of a peer. */
export const peerCancelPath = '/internal/cancellations'

/** What travels with a call between processes; believed only because the body that holds it is signed. */
export type PeerContext = Omit<
  KernelRequest,
  'operation' | 'input' | 'signal' | 'stopping' | 'ask' | 'onEvent' | 'onProgram'
>

/** The body of a call between processes. */
export interface PeerCall {
  /** Chosen by the caller, to name the call when it is to be stopped. */
  id: string
  operation: string
  input: unknown
  context: PeerContext
  /** Whether the caller follows the events. */
  follow: boolean
}

/** The body of a request to stop a call. */
export interface PeerCancellation {
  id: string
}

/** One line of an answer: any number of events or beats, then the envelope, and whether the session is tainted by now. */
export type PeerLine = { event: RunEvent } | { envelope: Envelope; tainted?: boolean } | { beat: true }
