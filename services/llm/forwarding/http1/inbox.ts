/** What of a body has come and was not read yet; read by one reader, once. */
export class Inbox implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  #pieces: Uint8Array[] = []
  #ended: { failure?: Error } | undefined
  #wake: (() => void) | undefined
  /** How many bytes wait. */
  size = 0

  /** `taken` is called when something was read, `left` when nobody reads on. */
  constructor(
    private readonly taken: () => void,
    private readonly left: () => void,
  ) {}

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes)
    this.size += bytes.length
    this.#wake?.()
  }

  /** Nothing more comes: it is whole, or broke off. */
  end(failure?: Error): void {
    if (this.#ended) return
    this.#ended = failure ? { failure } : {}
    this.#wake?.()
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    while (this.#pieces.length === 0 && !this.#ended) await this.#more()
    const piece = this.#pieces.shift()
    if (piece) {
      this.size -= piece.length
      this.taken()
      return { done: false, value: piece }
    }
    if (this.#ended?.failure) throw this.#ended.failure
    return { done: true, value: undefined }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#ended) this.left()
    this.#pieces = []
    return { done: true, value: undefined }
  }

  /** All of it, once it is whole. Raises why it never was, or an error when it is larger than `most` bytes. */
  async whole(most: number): Promise<Uint8Array> {
    const all: Uint8Array[] = []
    let bytes = 0
    for (;;) {
      for (const piece of this.#takeAll()) {
        all.push(piece)
        bytes += piece.length
      }
      if (this.#ended) break
      if (bytes > most) {
        this.left()
        throw new RangeError(`the answer is larger than ${most} bytes`)
      }
      await this.#more()
    }
    if (this.#ended.failure) throw this.#ended.failure
    const [first = new Uint8Array(), ...others] = all
    return others.length === 0 ? first : Buffer.concat([first, ...others])
  }

  /** Takes what waits: where pieces were wanted, more comes only as they are taken. */
  #takeAll(): Uint8Array[] {
    const pieces = this.#pieces
    this.#pieces = []
    this.size = 0
    this.taken()
    return pieces
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
    })
  }
}
