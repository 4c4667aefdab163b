import type { Choice } from '../choosing/choose.ts'
import type { Arguments } from '../choosing/frame.ts'
import { valueText } from '../values/value-text.ts'
import type { Subject } from '../words/vocabulary.ts'

/** A value as it is shown: a secret is never said again. */
const shown = ({ fields }: Subject, name: string, values: readonly unknown[]): string =>
  fields.some((field) => field.name === name && field.kind === 'secret')
    ? `${name}=…`
    : `${name}=${[...new Set(values.map(valueText))].join(',')}`

/** What was understood of an order that is asked about, so that whoever asked sees what a better request may keep. */
export const heardOf = (choice: Choice | undefined): readonly string[] =>
  choice
    ? [
        choice.subject.id,
        ...[...choice.readings].flatMap(([name, found]) => {
          const values = found.flatMap(({ value, absent, several }) => (absent || several ? [] : [value]))
          return values.length > 0 ? [shown(choice.subject, name, values)] : []
        }),
      ]
    : []

/** The arguments of a step that its request gave. */
export const givenIn = (subject: Subject, { input, assumed }: Arguments): readonly string[] =>
  Object.entries(input)
    .filter(([name]) => !assumed.some((each) => each.startsWith(`${name}=`)))
    .map(([name, value]) => shown(subject, name, [value]))
