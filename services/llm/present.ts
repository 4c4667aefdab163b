/** A type whose fields are never there without a value. */
export type Present<T> = {
  [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key]
} & { [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined> }

/** Leaves out what is undefined: an absent field is not the same as one without a value. Every call does so often. */
export const present = <T extends object>(values: T): Present<T> => {
  const given: Record<string, unknown> = {}
  for (const key in values) if (values[key] !== undefined) given[key] = values[key]
  return given as Present<T>
}
