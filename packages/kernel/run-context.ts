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
import { stopBy } from './stop.ts'

type Invoke = (request: Request, ports: Ports) => Promise<Envelope>

/**
 * The context of one run: everything its operation can reach. Nested calls go through the same `invoke`.
 *
 * What it offers is made when it is asked for: an operation uses a few of these, and to make them all for every call
 * costs more than to decide it. So each is a getter, and may be taken out of the context like a function of its own.
 */
export class RunContext implements HostContext {
  readonly #request: Request
  readonly #entry: CatalogEntry
  readonly #operation: Operation
  readonly #recorder: RunRecorder
  readonly #ports: Ports
  readonly #invoke: Invoke
  #depth = 0

  constructor(
    request: Request,
    entry: CatalogEntry,
    operation: Operation,
    recorder: RunRecorder,
    ports: Ports,
    invoke: Invoke,
  ) {
    this.#request = request
    this.#entry = entry
    this.#operation = operation
    this.#recorder = recorder
    this.#ports = ports
    this.#invoke = invoke
  }

  get run() {
    return this.#recorder.id
  }

  get workspace() {
    return this.#request.workspace
  }

  get cache() {
    return this.#ports.cache(this.#entry.service)
  }

  get env() {
    return this.#ports.env
  }

  get signal() {
    return this.#request.signal
  }

  get stop() {
    return this.#request.stopping ?? stopBy(this.#request.signal)
  }

  get direct() {
    return this.#request.surface === 'cli' && this.#request.principal.kind === 'person'
  }

  get principal() {
    return this.#request.principal
  }

  get surface() {
    return this.#request.surface
  }

  get topSurface() {
    return this.#request.parent?.surface ?? this.#request.surface
  }

  get request() {
    return this.#request
  }

  get covering() {
    return this.#recorder.covering
  }

  get said(): HostContext['said'] {
    return (step) => this.#recorder.emit('step', step)
  }

  get now(): HostContext['now'] {
    return () => this.#ports.clock.now()
  }

  get serves(): HostContext['serves'] {
    return (id) => this.#ports.catalog.get(id) !== undefined || this.#ports.remote?.serves(id) === true
  }

  get documents() {
    return this.#ports.documents(this.#entry.service, this.principal.tenant)
  }

  get ledger() {
    return this.#ports.ledger(this.#entry.service, this.principal.tenant)
  }

  get processes() {
    return this.#ports.processes(this.#entry.service, this.principal.tenant, this.#recorder, this.signal)
  }

  get folders(): HostContext['folders'] {
    return () => this.#ports.folders(this.workspace)
  }

  get call(): HostContext['call'] {
    // The output was validated against the schema that the type was generated from.
    return async (id, input, follow = {}) => (await this.#called({ operation: id, input }, follow)).data as never
  }

  get foresee(): HostContext['foresee'] {
    return async (id, input) => {
      const { preview = { changes: [] }, data } = await this.#called({ operation: id, input }, { dryRun: true })
      // A dry run gives the decision as its data.
      mustNotForbid(data as Decision, id)
      return preview
    }
  }

  // What was approved for this call was not approved for what a model makes of it, so nothing covers it; and what a
  // model does is kept, whatever becomes of what it says.
  get delegate(): HostContext['delegate'] {
    const { ask, approver, principal } = this.#request
    return (call, delegation) =>
      this.#invoke(
        {
          ...this.#nested({}),
          ...call,
          ...delegation,
          principal: modelFor(principal, 'agent'),
          surface: 'agent',
          ...(ask ? { ask, approver: approver ?? principal } : {}),
        },
        this.#ports,
      )
  }

  get textOf(): HostContext['textOf'] {
    return async ({ operation: id, input }, data) => {
      const { catalog } = this.#ports
      const known = catalog.get(id) && (await catalog.load(id))
      return known?.text?.(data, known.input.safeParse(input).data ?? input)
    }
  }

  get isTainted() {
    return this.#ports.taints.marked
  }

  get catalog() {
    return this.#ports.catalog
  }

  get exec(): HostContext['exec'] {
    return async (program, argv, options = {}) => {
      this.#recorder.emit('program', { name: program.name, argv, cwd: options.cwd })
      const result = await this.#ports.exec(program, argv, {
        ...options,
        signal: this.signal,
        redact: this.#ports.redactor.text,
        progress: this.progress,
      })
      const { exitCode, durationMs } = result
      this.#recorder.emit('program', { name: program.name, exitCode, ms: Math.round(durationMs) })
      return result
    }
  }

  get step(): HostContext['step'] {
    return async (title, work) => {
      const started = performance.now()
      const depth = this.#depth
      const passed = () => ({ title, depth, ms: Math.round(performance.now() - started) })
      this.said({ title, status: 'started', depth })
      this.#depth += 1
      try {
        const result = await work()
        this.#recorder.emit('step', { ...passed(), status: 'done' })
        return result
      } catch (thrown) {
        const { code, message } = toErrorData(thrown)
        this.#recorder.emit('step', { ...passed(), status: 'failed', error: { code, message } })
        throw thrown
      } finally {
        this.#depth -= 1
      }
    }
  }

  get emit(): HostContext['emit'] {
    return (chunk) => this.#recorder.emit('chunk', chunk)
  }

  get progress(): HostContext['progress'] {
    return (text) => this.#recorder.emit('progress', { text })
  }

  get keep(): HostContext['keep'] {
    return async (name, bytes) => this.#recorder.keep(name, await this.#ports.blobs.put(bytes))
  }

  get kept(): HostContext['kept'] {
    return async (run, name) => {
      const hash = (await this.#ports.journal.get(run, this.principal.tenant))?.kept?.[name]
      return hash ? this.#ports.blobs.get(hash) : undefined
    }
  }

  get secret(): HostContext['secret'] {
    return async (name) => {
      const value = await this.#ports.credentials(this.principal.tenant).get(name)
      if (value !== undefined) this.redact(value)
      return value
    }
  }

  get redact() {
    return this.#ports.redactor.add
  }

  get masked() {
    return this.#ports.redactor.value
  }

  get log(): HostContext['log'] {
    return (level, message, data = {}) => {
      const { log, redactor } = this.#ports
      const safe = redactor.value(data)
      log(level, redactor.text(message), { run: this.run, ...safe })
      if (level !== 'debug') this.#recorder.emit('log', { level, message, ...safe })
    }
  }

  get records(): Records {
    // The types hide it from everybody else; this keeps it from code that does not care about types.
    if (this.#operation.host === 'records') return this.#ports.records
    throw failed('no-records', 'This operation may not reach the records of Nimbus')
  }

  /** What a call takes on from the one that makes it. */
  #nested(parent: Partial<Parent>) {
    const { workspace, task, onProgram } = this.#request
    return {
      workspace,
      base: workspace,
      signal: this.signal,
      ...(task ? { task } : {}),
      ...(onProgram ? { onProgram } : {}),
      parent: {
        run: this.run,
        root: this.#recorder.root,
        operation: this.#entry.id,
        ...parent,
        // A reader that calls a writer does not let the writer's callees write either.
        ceiling: weakest(this.#entry.effect, this.#request.parent?.ceiling ?? this.#entry.effect),
      },
    }
  }

  async #called(call: Call, more: Pick<Request, 'onEvent' | 'dryRun'>): Promise<Envelope> {
    const { session } = this.#request
    const { direct, topSurface: surface, covering, principal } = this
    const envelope = await this.#invoke(
      {
        ...this.#nested({ direct, surface, ...(this.#recorder.partly ? { unkept: true } : {}) }),
        ...more,
        ...call,
        principal,
        surface: 'call',
        ...(covering ? { covering } : {}),
        ...(session ? { session } : {}),
      },
      this.#ports,
    )
    if (envelope.error) throw new NimbusError(envelope.error)
    return envelope
  }
}
