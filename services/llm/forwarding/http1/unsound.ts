/** An answer that is not sound HTTP/1.1, or larger than anything that a model says. It is not guessed at what it means. */
export class UnsoundAnswer extends Error {
  constructor(why: string) {
    super(`the answer is no sound HTTP: ${why}`)
    this.name = 'UnsoundAnswer'
  }
}
