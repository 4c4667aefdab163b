import type { Change } from './call.ts'
import type { Effect } from './effect.ts'
import type { Envelope, Outcome } from './envelope.ts'
import { failureEnvelope } from './envelope.ts'
import type { ErrorData } from './errors.ts'
import { newId } from './ids.ts'
import { type JsonSchema, markedFields, withoutUnkept } from './json-schema.ts'
import type { Covering } from './plan.ts'
import type { RunEvent, RunStart } from './ports/journal.ts'
import type { Ports } from './ports/ports.ts'
import { unkept } from './redact.ts'
import type { Request } from './request.ts'
import type { Valid } from './validate.ts'

/** How many events may wait before they are written. */
const batch = 64

let lastTime = { ms: Number.NaN, text: '' }

/** A time as ISO 8601. Many things happen within a millisecond, and writing it out costs more than to compare. */
const timeOf = (date: Date): string => {
  const ms = date.getTime()
  if (ms !== lastTime.ms) lastTime = { ms, text: date.toISOString() }
  return lastTime.text
}

/** An event as it is kept where what was said is not: those who follow the run have seen it whole. */
const withoutWords = (event: RunEvent): RunEvent => {
  if (event.type === 'chunk' || event.type === 'progress') return { ...event, data: unkept }
  if (event.type !== 'program' || typeof event.data !== 'object') return event
  return { ...event, data: { ...event.data, argv: unkept } }
}

/**
 * The record of one run: numbers its events, writes effects ahead, and closes it exactly once.
 *
 * A read becomes one batched row when it ends; anything that may change the world is on disk before it starts.
 */
export class RunRecorder {
  readonly id = newId('r')
  readonly kept: Record<string, string> = {}
  covering: Covering | undefined
  #n = 0
  #lastAt = ''
  #waiting: RunEvent[] = []
  readonly #start: RunStart
  #begun = false
  #ended = false
  /** The schema of the result where what was said in this run is not kept. */
  partly: JsonSchema | undefined

  constructor(
    private readonly request: Request,
    private readonly ports: Ports,
  ) {
    const { principal, parent } = request
    this.#start = {
      id: this.id,
      operation: request.operation,
      effect: 'read',
      input: null,
      surface: request.surface,
      principal: principal.id,
      tenant: principal.tenant,
      workspace: request.workspace,
      root: parent?.root ?? this.id,
      startedAt: timeOf(ports.clock.now()),
    }
    if (parent) this.#start.parent = parent.run
    if (request.task) this.#start.task = request.task
    if (request.step) this.#start.step = request.step
    if (request.session) this.#start.session = request.session
  }

  get root(): string {
    return this.#start.root
  }

  /** Records what was called, once it is known to be valid. */
  describe(call: Valid): void {
    this.#start.effect = call.operation.effect
    this.#start.input = call.recorded
    const { output } = call.entry
    if (this.request.parent?.unkept || markedFields(output, 'x-nimbus-unkept').length > 0) this.partly = output
  }

  /** Takes note of what the call really does, which may be less than its operation declares. */
  foresaw(effect: Effect): void {
    this.#start.effect = effect
  }

  /** Numbers and passes on an event. Whatever work that was not waited for says after the end is dropped. */
  emit(type: RunEvent['type'], data: unknown): void {
    if (!this.#ended) this.#add(type, this.ports.redactor.value(data))
  }

  #add(type: RunEvent['type'], data: unknown): void {
    this.#ended = type === 'ended'
    this.#n += 1
    this.#lastAt = timeOf(this.ports.clock.now())
    const event: RunEvent = { run: this.id, n: this.#n, at: this.#lastAt, type, data }
    this.#waiting.push(this.partly ? withoutWords(event) : event)
    this.request.onEvent?.(event)
    if (type === 'program') this.request.onProgram?.(event)
    if (this.#begun && this.#waiting.length >= batch) void this.#drain().catch((error: unknown) => this.#lost(error))
  }

  /** Writes the run ahead of its effect, with what it was let through to change; a read waits until its end. */
  begin(rule: string, covering: Covering, changes: readonly Change[]): Promise<void> | undefined {
    this.covering = covering
    this.#start.decision = rule
    if (covering.plan) this.#start.plan = covering.plan
    if (this.#start.effect !== 'read') return this.#ahead(changes)
    this.#started({})
    return undefined
  }

  async #ahead(changes: readonly Change[]): Promise<void> {
    // Once more: the look before an effect may have learned of a secret that was not known when it was described.
    this.#start.input = this.ports.redactor.value(this.#start.input)
    await this.ports.journal.begin(this.#start)
    this.#begun = true
    this.#started({ changes: this.ports.redactor.value(changes.map(({ resource, effect }) => ({ resource, effect }))) })
  }

  #started(more: object): void {
    const { operation, input } = this.#start
    if (!this.#ended) this.#add('started', { operation, input, ...more })
  }

  /** Takes note of a before-image, on record before the effect that it is for: a kill must not lose the way back. */
  async keep(name: string, blob: string): Promise<void> {
    this.kept[name] = blob
    if (this.#begun) await this.ports.journal.keep(this.id, this.kept)
  }

  /** Closes the run and gives the result as the caller sees it. */
  async end(result: Omit<Envelope, 'run'>): Promise<Envelope> {
    // An id is random and holds no secret.
    const shown: Envelope = { ...this.ports.redactor.value(result), run: this.id }
    if (!this.#ended)
      this.#add('ended', { ok: shown.ok, outcome: shown.outcome, ...(shown.error ? { error: shown.error } : {}) })
    const end = {
      outcome: shown.outcome as Outcome,
      envelope: this.#keptOf(shown),
      endedAt: this.#lastAt,
      kept: this.kept,
    }
    if (this.#begun) {
      await this.ports.journal.append(this.#take())
      await this.ports.journal.end(this.id, end)
    } else await this.ports.journal.note(this.#start, end, this.#take())
    return shown
  }

  /** A result as it is kept: what was said is not, nor what a look for its sake showed of it. */
  #keptOf(shown: Envelope): Envelope {
    // The decision of a look, its data, shows the changes once more.
    const { preview, data: _decision, ...rest } = shown
    if (preview && this.request.parent?.unkept)
      return { ...rest, preview: { changes: preview.changes.map(({ resource, effect }) => ({ resource, effect })) } }
    return this.partly && shown.data ? { ...shown, data: withoutUnkept(this.partly, shown.data) } : shown
  }

  fail(error: ErrorData): Promise<Envelope> {
    return this.end(failureEnvelope(this.id, error))
  }

  #take(): RunEvent[] {
    const events = this.#waiting
    this.#waiting = []
    return events
  }

  #drain(): Promise<void> {
    return this.ports.journal.append(this.#take())
  }

  #lost(error: unknown): void {
    this.ports.log('warn', 'events of a run were not written', { run: this.id, error: String(error) })
  }
}
