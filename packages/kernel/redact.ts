/** What stands where a secret stood. */
export const redacted = '‹redacted›'

/** What stands in the history where something was said that is not kept. */
export const unkept = '‹not kept›'

/** Removes secrets from texts and values: known ones first in all their spellings, then by pattern. */
export interface Redactor {
  /** A value that is secret from now on. */
  add(value: string): void
  text(text: string): string
  value<T>(value: T): T
}
