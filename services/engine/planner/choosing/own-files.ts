import type { Choice } from './choose.ts'

/** Kinds of arguments that name files. */
const fileKinds = new Set(['file', 'path'])

/** Files that hold data, and may belong to something that an operation of its own is for. */
const data = /([^/]+)\.(?:json|ya?ml)$/i

const verbOf = ({ subject: { id } }: Choice): string => id.split(/[.-]/).at(-1) ?? ''

/** Names of a thing of its own: any program has a config. */
const partsOf = ({ subject: { id } }: Choice): readonly string[] =>
  id
    .split(/[.-]/)
    .slice(0, -1)
    .filter((part) => part !== 'config')

/**
 * What does the same with a thing of its own, where every file that was named is called after that: what differs between
 * `plan.json` and `next-plan.json` is shown as of plans, and not line by line.
 */
export const ownOfFiles = (choice: Choice, choices: readonly Choice[]): Choice | undefined => {
  const files = choice.subject.fields.flatMap(({ name, kind }) =>
    fileKinds.has(kind) ? (choice.readings.get(name) ?? []).map(({ value }) => data.exec(String(value))?.[1]) : [],
  )
  if (files.length === 0) return undefined
  const own = (other: Choice): boolean =>
    files.every((file) =>
      file
        ?.split(/[-_.]/)
        .some((word) => partsOf(other).includes(word.toLowerCase()) && !partsOf(choice).includes(word)),
    )
  const looks = choice.subject.effect === 'read'
  const found = choices.find(
    (other) =>
      other.subject !== choice.subject &&
      (other.subject.effect === 'read') === looks &&
      verbOf(other) === verbOf(choice) &&
      own(other) &&
      other.meant === other.fit &&
      other.leftover.every((token) => data.test(token.text) || choice.leftover.includes(token)),
  )
  // How people say it names the file, and so tells nothing of what it is.
  return found && { ...found, fit: choice.fit, meant: choice.fit, like: choice.like }
}
