import { mustNotForbid } from './approve.ts'
import type { Call } from './call.ts'
import type { CatalogEntry } from './catalog.ts'
import { weakest } from './effect.ts'
import type { Envelope } from './envelope.ts'
import { failed, NimbusError, toErrorData } from './errors.ts'
import type { HostContext, Records } from './host-context.ts'
import type { Operation } from './operation.ts'
import type { Decision } from './policy.ts'
import type { Ports } from './ports/ports.ts'
import { modelFor } from './principal.ts'
import type { Parent, Request } from './request.ts'
import type { RunRecorder } from './run-recorder.ts'

const notOffered = (): never => {
  throw failed('no-records', 'This operation may not reach the records of Nimbus')
}

/** The context of one run: everything its operation can reach. Nested calls go through the same `invoke`. */
export const createContext = (
  request: Request,
  entry: CatalogEntry,
  operation: Operation,
  recorder: RunRecorder,
  ports: Ports,
  invoke: (request: Request, ports: Ports) => Promise<Envelope>,
): Omit<HostContext, 'records'> & { readonly records: Records } => {
  const { redactor } = ports
  const direct = request.surface === 'cli' && request.principal.kind === 'person'
  const topSurface = request.parent?.surface ?? request.surface
  let depth = 0
  /** What a call takes on from the one that makes it. */
  const nested = (parent: Partial<Parent>) => ({
    workspace: request.workspace,
    base: request.workspace,
    signal: request.signal,
    ...(request.task ? { task: request.task } : {}),
    ...(request.onProgram ? { onProgram: request.onProgram } : {}),
    parent: {
      run: recorder.id,
      root: recorder.root,
      operation: entry.id,
      ...parent,
      // A reader that calls a writer does not let the writer's callees write either.
      ceiling: weakest(entry.effect, request.parent?.ceiling ?? entry.effect),
    },
  })
  const called = async (call: Call, more: Pick<Request, 'onEvent' | 'dryRun'>): Promise<Envelope> => {
    const envelope = await invoke(
      {
        ...nested({ direct, surface: topSurface, ...(recorder.partly ? { unkept: true } : {}) }),
        ...more,
        ...call,
        principal: request.principal,
        surface: 'call',
        ...(recorder.covering ? { covering: recorder.covering } : {}),
        ...(request.session ? { session: request.session } : {}),
      },
      ports,
    )
    if (envelope.error) throw new NimbusError(envelope.error)
    return envelope
  }
  return {
    run: recorder.id,
    workspace: request.workspace,
    get cache() {
      return ports.cache(entry.service)
    },
    env: ports.env,
    get signal() {
      return request.signal
    },
    direct,
    principal: request.principal,
    surface: request.surface,
    topSurface,
    request,
    get covering() {
      return recorder.covering
    },
    said: (step) => recorder.emit('step', step),
    now: () => ports.clock.now(),
    serves: (id) => ports.catalog.get(id) !== undefined || ports.remote?.serves(id) === true,
    // Few operations use these, and to make them for every call would cost more than policy does.
    get documents() {
      return ports.documents(entry.service, request.principal.tenant)
    },
    get ledger() {
      return ports.ledger(entry.service, request.principal.tenant)
    },
    get processes() {
      return ports.processes(entry.service, request.principal.tenant, recorder, request.signal)
    },
    folders: () => ports.folders(request.workspace),

    // The output was validated against the schema that the type was generated from.
    call: async (id, input, follow = {}) => (await called({ operation: id, input }, follow)).data as never,
    async foresee(id, input) {
      const { preview = { changes: [] }, data } = await called({ operation: id, input }, { dryRun: true })
      // A dry run gives the decision as its data.
      mustNotForbid(data as Decision, id)
      return preview
    },

    // What was approved for this call was not approved for what a model makes of it, so nothing covers it; and what a
    // model does is kept, whatever becomes of what it says.
    delegate: (call, delegation) =>
      invoke(
        {
          ...nested({}),
          ...call,
          ...delegation,
          principal: modelFor(request.principal, 'agent'),
          surface: 'agent',
          ...(request.ask ? { ask: request.ask, approver: request.approver ?? request.principal } : {}),
        },
        ports,
      ),
    async textOf({ operation: id, input }, data) {
      const known = ports.catalog.get(id) && (await ports.catalog.load(id))
      return known?.text?.(data, known.input.safeParse(input).data ?? input)
    },
    isTainted: ports.taints.marked,
    catalog: ports.catalog,

    async exec(program, argv, options = {}) {
      recorder.emit('program', { name: program.name, argv, cwd: options.cwd })
      const result = await ports.exec(program, argv, {
        ...options,
        signal: request.signal,
        redact: redactor.text,
        progress: (text) => recorder.emit('progress', { text }),
      })
      recorder.emit('program', { name: program.name, exitCode: result.exitCode, ms: Math.round(result.durationMs) })
      return result
    },

    async step(title, work) {
      const started = performance.now()
      const at = depth
      recorder.emit('step', { title, status: 'started', depth: at })
      depth += 1
      try {
        const result = await work()
        recorder.emit('step', { title, status: 'done', depth: at, ms: Math.round(performance.now() - started) })
        return result
      } catch (thrown) {
        const { code, message } = toErrorData(thrown)
        recorder.emit('step', {
          title,
          status: 'failed',
          depth: at,
          ms: Math.round(performance.now() - started),
          error: { code, message },
        })
        throw thrown
      } finally {
        depth -= 1
      }
    },

    emit: (chunk) => recorder.emit('chunk', chunk),
    progress: (text) => recorder.emit('progress', { text }),
    keep: async (name, bytes) => recorder.keep(name, await ports.blobs.put(bytes)),
    async kept(run, name) {
      const record = await ports.journal.get(run, request.principal.tenant)
      const hash = record?.kept?.[name]
      return hash ? ports.blobs.get(hash) : undefined
    },
    async secret(name) {
      const value = await ports.credentials(request.principal.tenant).get(name)
      if (value !== undefined) redactor.add(value)
      return value
    },
    redact: (value) => redactor.add(value),
    masked: (value) => redactor.value(value),
    log(level, message, data = {}) {
      const safe = redactor.value(data)
      ports.log(level, redactor.text(message), { run: recorder.id, ...safe })
      if (level !== 'debug') recorder.emit('log', { level, message, ...safe })
    },
    get records() {
      // The types hide it from everybody else; this keeps it from code that does not care about types.
      return operation.host === 'records' ? ports.records : notOffered()
    },
  }
}
