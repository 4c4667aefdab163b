import { type MemoryGateway, memoryGateway, model, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { type Shelf, sampleOperations } from '@nimbus/testkit/sample-operations'
import { type ServeOptions, serve } from './serve.ts'

/** A listening server over the sample operations, for tests. */
export interface SampleServer extends AsyncDisposable {
  url: string
  /** Where the streams listen, by service. */
  streams: Readonly<Record<string, string>>
  gateway: MemoryGateway
  shelf: Shelf
  stop(): Promise<void>
  /** A request with the person's token; `body` is sent as JSON. */
  ask(path: string, init?: Omit<RequestInit, 'body'> & { body?: unknown }): Promise<Response>
}

/** Starts one on a free port, with `a` on the shelf. */
export const sampleServer = (options: Partial<ServeOptions> = {}): SampleServer => {
  const shelf: Shelf = new Map([['a', '1']])
  const gateway = memoryGateway([memorySource(sampleOperations(shelf))], {
    workspace: '/srv/workspace',
    tokens: { 'person-token': person, 'model-token': model },
  })
  const server = serve(gateway, { port: 0, drainMs: 100, ...options })
  return {
    url: server.url,
    streams: server.streams,
    gateway,
    shelf,
    stop: () => server.stop(),
    ask(path, { body, headers, ...init } = {}) {
      return fetch(new URL(path, server.url), {
        method: body === undefined ? 'GET' : 'POST',
        ...init,
        headers: {
          authorization: 'Bearer person-token',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...Object.fromEntries(new Headers(headers)),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    },
    [Symbol.asyncDispose]: () => server.stop(),
  }
}

/** How the run of an operation ended, once it has. */
export const outcomeOf = async ({ gateway }: SampleServer, operation: string): Promise<string> => {
  for (;;) {
    const run = [...gateway.ports.held.runs.values()].find((each) => each.operation === operation)
    if (run && run.outcome !== 'running') return run.outcome
    await Bun.sleep(5)
  }
}
