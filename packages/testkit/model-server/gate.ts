/** Something that is waited for until a test lets it happen. */
export interface Gate {
  open(): void
  readonly opened: Promise<void>
}

/** A closed gate. */
export const gate = (): Gate => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { open: resolve, opened: promise }
}
