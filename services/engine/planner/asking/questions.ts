import type { Problem } from '../choosing/frame.ts'
import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { valueText } from '../values/value-text.ts'
import type { Subject } from '../words/vocabulary.ts'

const spoken = (name: string): string => name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)

/** What there is to choose from, for a kind of argument. */
export const candidatesFor = ({ kind, values }: Field, world: World): readonly string[] => {
  if (values.length > 0 && kind !== 'value' && kind !== 'root') return values.map(({ value }) => valueText(value))
  const records = (letter: string) =>
    (world.records ?? []).flatMap(({ id }) => (id.startsWith(`${letter}_`) ? [id] : []))
  switch (kind) {
    case 'root':
    case 'code':
      return world.roots
    case 'file':
      return world.files.slice(0, 20)
    case 'branch':
    case 'commit':
      return world.git?.branches ?? []
    case 'stash':
      return world.git?.stashes ?? []
    case 'agent':
      return world.llm?.agents ?? []
    case 'tool':
      return world.llm?.tools ?? []
    case 'model':
      return world.llm?.models ?? []
    case 'run':
      return records('r')
    case 'plan':
    case 'any-plan':
      return records('p')
    case 'task':
    case 'terraform-plan':
      return records('t')
    case 'conversation':
      return records('c')
    case 'artifact':
      return records('a')
    case 'grant':
      return records('g')
    default:
      return []
  }
}

const whatItIs = ({ description }: Field): string => {
  const what = description.replace(/[?.;](?:\s.*)?$/, '')
  return /^[A-Z][a-z]*\s/.test(what) ? `${what.charAt(0).toLowerCase()}${what.slice(1)}` : what
}

/** Asks for an argument that was not given. */
export const missingQuestion = (subject: Subject, field: Field, world: World): Problem => ({
  question: `Which ${spoken(field.name)} for ${subject.id}? It needs ${whatItIs(field)}${hintOf(field)}`,
  candidates: candidatesFor(field, world),
  field: field.name,
})

const hints: Readonly<Record<string, string>> = {
  root: ', or the name of its environment',
  secret: ': name the file that it is in, so that nobody types it here',
}

const hintOf = ({ kind }: Field): string => hints[kind] ?? ''

/** Asks which of several things that fit is meant. */
export const whichQuestion = (subject: Subject, field: Field, several: readonly string[]): Problem => ({
  question: `Which ${spoken(field.name)} do you mean for ${subject.id}? ${several.join(', ')} fit what you said`,
  candidates: several,
  field: field.name,
})

/** Asks about something that is not there. */
export const absentQuestion = (subject: Subject, field: Field, said: string, world: World): Problem => ({
  question: `Which ${spoken(field.name)} for ${subject.id}? There is no "${said}" here (${field.kind.replaceAll('-', ' ')}: ${whatItIs(field)})`,
  candidates: candidatesFor(field, world),
  field: field.name,
})

/** Asks which of several values counts where only one can. */
export const conflictQuestion = (subject: Subject, field: Field, values: readonly string[]): Problem => ({
  question: `Which ${spoken(field.name)} counts for ${subject.id}: ${values.join(' or ')}? ${whatItIs(field)}`,
  candidates: values,
  field: field.name,
})

/** Asks what is to become of words that no argument takes. */
export const leftoverQuestion = (subject: Subject, words: readonly string[]): Problem => ({
  question: `What should become of "${words.join(' ')}"? ${subject.id} has no argument that says it`,
  candidates: [],
})

/** Asks what is to become of a part of a request that is an order and leads to nothing. */
export const undoneQuestion = (said: string): Problem => ({
  question: `What should be done by "${said}"? Nothing that is known does it, and the rest is not done without it`,
  candidates: [],
})

/** Asks whether something is really to be deleted, and what. */
export const destructiveQuestion = (said: string, candidates: readonly string[]): Problem => ({
  question: `What do you want to have deleted or destroyed by "${said.trim()}"? Say the operation and the one thing by name`,
  candidates,
})

/** Whether a question is that one. */
export const isDestructive = (question: string): boolean => question.startsWith('What do you want to have deleted')

/** Asks whether an operation is meant that only some of the words speak for. */
export const unsureQuestion = ({ id, summary }: Subject, tokens: readonly Token[]): Problem => ({
  question: `Does "${tokens.flatMap(({ text }) => text || []).join(' ')}" mean ${id} (${summary})? Say it in other words if it does not`,
  candidates: [id],
})

/** Asks what is to become of something that is to be made and is there already. */
export const thereQuestion = ({ id }: Subject, name: string): Problem => ({
  question: `Which name for ${id}? There is "${name}" already: say what is to become of it, or another name`,
  candidates: [],
})
