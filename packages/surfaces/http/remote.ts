import { signatureHeader, signCall } from '@nimbus/host/signed-context'
import {
  type Envelope,
  type ErrorData,
  exits,
  failureEnvelope,
  type Request as KernelRequest,
  type Remote,
} from '@nimbus/kernel'
import { type PeerCall, type PeerCancellation, type PeerLine, peerCallPath, peerCancelPath } from './peer-call.ts'
import { readLines } from './read-lines.ts'

/** A process and the services that it serves. */
export interface PeerProcess {
  /** Such as `http://127.0.0.1:3006`. */
  url: string
  services: readonly string[]
}

/**
 * The client half of calls between processes: sends a call to the process that serves it, signed, and gives its
 * envelope as if it had run here.
 *
 * Cancelling tells the other process and waits for its envelope, because a program that holds state takes its time. A
 * process that cannot be reached gives `service-unreachable` (exit 5); one that is lost on the way `service-lost`.
 */
export const createRemote = (processes: readonly PeerProcess[], key: Uint8Array): Remote => {
  const urlOf = new Map(processes.flatMap(({ url, services }) => services.map((service) => [service, url] as const)))
  const serviceOf = (operation: string) => operation.slice(0, operation.indexOf('.'))

  return {
    serves: (operation) => urlOf.has(serviceOf(operation)),
    async invoke(request, tainted) {
      const url = urlOf.get(serviceOf(request.operation))
      if (!url) return failureEnvelope('', unreachable(request.operation, 'no process serves it'))
      return send(url, request, key, tainted)
    },
  }
}

const post = (url: string, path: string, body: unknown, key: Uint8Array): Promise<Response> => {
  const text = JSON.stringify(body)
  return fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', [signatureHeader]: signCall(key, path, text) },
    body: text,
    redirect: 'error',
    ...direct,
  })
}

/**
 * A run may take hours; Bun's own limit of five minutes does not apply. Nor do its proxies: Bun would send what is meant
 * for this machine to them as well.
 */
const direct: object = { timeout: false, proxy: false }

const send = async (url: string, request: KernelRequest, key: Uint8Array, tainted: () => void): Promise<Envelope> => {
  const {
    operation,
    input,
    signal,
    stopping: _stopping,
    ask: _ask,
    onEvent,
    onProgram: _onProgram,
    ...context
  } = request
  const id = crypto.randomUUID()
  const call: PeerCall = { id, operation, input, context, follow: onEvent !== undefined }

  const cancel = () => {
    const cancellation: PeerCancellation = { id }
    // When it cannot be told it is gone, and reading its answer fails as well, which is reported.
    post(url, peerCancelPath, cancellation, key).catch(() => undefined)
  }
  let run = ''
  try {
    const response = await post(url, peerCallPath, call, key)
    if (!response.ok || !response.body) return failureEnvelope('', refused(operation, response.status))
    if (signal.aborted) cancel()
    else signal.addEventListener('abort', cancel, { once: true })
    for await (const text of readLines(response.body)) {
      const line = JSON.parse(text) as PeerLine
      if ('envelope' in line) {
        if (line.tainted) tainted()
        return line.envelope
      }
      if (!('event' in line)) continue
      run = line.event.run
      onEvent?.(line.event)
    }
    return failureEnvelope(run, lost(operation, run))
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    return failureEnvelope(run, run ? lost(operation, run) : unreachable(operation, why))
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

const unreachable = (operation: string, why: string): ErrorData => ({
  code: 'service-unreachable',
  message: `The process that serves ${operation} does not answer`,
  why,
  next: 'start it with: nimbus serve',
  exit: exits.missing,
})

const refused = (operation: string, status: number): ErrorData => ({
  code: 'service-refused',
  message: `The process that serves ${operation} did not accept the call`,
  why: `it answered ${status}: it belongs to another home, or its clock differs`,
  next: 'start both from the same NIMBUS_HOME',
  exit: exits.failed,
})

const lost = (operation: string, run: string): ErrorData => ({
  code: 'service-lost',
  message: `The process that serves ${operation} went away during the call`,
  why: 'the work may have been done',
  next: run ? `look before you repeat it: nimbus history show ${run}` : 'look before you repeat it: nimbus history',
  exit: exits.failed,
})
