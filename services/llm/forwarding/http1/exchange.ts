import type { Head } from './answer-head.ts'
import { AnswerReader, type Hearer } from './answer-reader.ts'
import { Inbox } from './inbox.ts'

/** An answer as far as it has come. */
export interface Answer {
  head: Head
  body: Inbox
}

/** The connection that an exchange is on, as far as it is concerned. */
export interface Carrier {
  /** Hears no more for a while, so that what waits does not grow. */
  hold(): void
  goOn(): void
  /** Nobody wants the rest. */
  drop(): void
}

/** So many bytes may wait for a slow reader. */
const mostWaiting = 1024 * 1024

/** The connection was closed, or broke, before anything was heard of an answer. */
export class Unheard extends Error {
  constructor(cause?: Error) {
    super(cause?.message || 'the connection was closed before anything was heard', { cause })
    this.name = 'Unheard'
  }
}

/** One request's answer, from its first byte to its last. */
export class Exchange implements Hearer {
  readonly #reader = new AnswerReader(this)
  readonly #answer = Promise.withResolvers<Answer>()
  readonly #body: Inbox
  #head: Head | undefined
  #held = false
  /** Whether all of a body is wanted at once, however much that is. */
  readonly #whole: boolean

  constructor(
    private readonly carrier: Carrier,
    wants: 'whole' | 'pieces',
  ) {
    this.#whole = wants === 'whole'
    this.#body = new Inbox(
      () => this.#taken(),
      () => carrier.drop(),
    )
  }

  /** Resolves with the head of the answer. Raises `Unheard`, `UnsoundAnswer`, or why it was given up. */
  get answer(): Promise<Answer> {
    return this.#answer.promise
  }

  /** Whether the connection may be used again once the answer is whole. */
  get keeps(): boolean {
    return this.#head?.keeps ?? false
  }

  /** Takes what came; gives how many bytes were left over once the answer is whole, and undefined before. */
  take(bytes: Buffer): number | undefined {
    const over = this.#reader.read(bytes)
    if (over !== undefined) this.#body.end()
    else if (!this.#whole && !this.#held && this.#body.size > mostWaiting) {
      this.#held = true
      this.carrier.hold()
    }
    return over
  }

  /** The connection is gone. */
  closed(cause?: Error): void {
    if (!cause && this.#reader.closed()) this.#body.end()
    else if (!this.#reader.begun) this.fail(new Unheard(cause))
    else this.fail(cause ?? new Error('the connection was closed in the middle of the answer'))
  }

  /** It comes to nothing, or to no end. */
  fail(why: Error): void {
    this.#answer.reject(why)
    this.#body.end(why)
  }

  head(head: Head): void {
    this.#head = head
    this.#answer.resolve({ head, body: this.#body })
  }

  piece(bytes: Uint8Array): void {
    this.#body.add(bytes)
  }

  #taken(): void {
    if (!this.#held || this.#body.size > mostWaiting / 2) return
    this.#held = false
    this.carrier.goOn()
  }
}
