import type { Choice } from '../choosing/choose.ts'
import type { World } from '../surroundings.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'

/** With what a text begins that says what is to be written, and is not it: `write the summary into a.md`. */
const determiners = new Set(['the', 'my', 'our', 'its', 'this', 'that', 'these', 'those', 'some'])

/** What stands for a text that nobody has said. */
const anything = /^(?:something|anything|stuff|things?|text|words?|whatever|sth|content|blah|bla)$/

/** With what a sentence goes on that tells or asks something of whoever is named: `gemini is broken`. */
const telling =
  /^(?:(?:is|was|are|were|isn't|wasn't|has|hasn't|had|does|doesn't|did|didn't|keeps|seems|seemed|went|crashed)\b|(?:can|may|could|should|must) (?:go|leave|die|stay|wait|be)\b|(?:which|what|who|how many) (?:of (?:them|these|those)|(?:is|are|was|were|does|do)\b))/

const unquoted = (field: Field, { readings }: Choice, tokens: readonly Token[]): readonly Token[] | undefined => {
  const [reading] = readings.get(field.name) ?? []
  const said = reading ? tokens.slice(reading.from, reading.to).filter(({ kind }) => kind !== 'mark') : []
  return said.length > 0 && said.every(({ kind }) => kind !== 'quoted') ? said : undefined
}

/** The argument for whose text only a description was said, where the text itself would be written. */
export const describedText = (choice: Choice, tokens: readonly Token[]): Field | undefined => {
  const { fields } = choice.subject
  if (!fields.some(({ kind }) => kind === 'new-file')) return undefined
  return fields.find((field) => {
    const said = field.kind === 'text' && field.required ? unquoted(field, choice, tokens) : undefined
    if (said?.length === 1 && anything.test(said[0]?.word ?? '')) return true
    return said !== undefined && determiners.has(said[0]?.word ?? '') && said.length <= 6
  })
}

/** Whether what was taken for a task only tells or asks something of who would do it. */
export const isNoTask = (choice: Choice, tokens: readonly Token[]): boolean => {
  const { fields } = choice.subject
  const who = fields.some(({ name, kind }) => ['agent', 'tool'].includes(kind) && choice.readings.has(name))
  return (
    who &&
    fields.some((field) => {
      const said = field.kind === 'text' ? unquoted(field, choice, tokens) : undefined
      return said !== undefined && telling.test(said.map(({ word }) => word).join(' '))
    })
  )
}

/** Whether behind what is to be seen stands what it is to become: `autonomy to careful`. */
export const isToBecome = ({ subject, readings, stance }: Choice, tokens: readonly Token[]): boolean =>
  subject.effect === 'read' &&
  stance === 'order' &&
  subject.fields.some(({ name, kind }) => {
    const [reading, ...more] = kind === 'setting' ? (readings.get(name) ?? []) : []
    const next = reading && more.length === 0 ? tokens.slice(reading.to) : []
    return /^(?:to|=|->|→)$/.test(next[0]?.text ?? '') && (next[1] !== undefined || isContent(next[0] as Token))
  })

/** The argument for whose text only a file was named, of which nobody said that its name is the text: `save a.md as an artifact`. */
export const namedAsText = (choice: Choice, tokens: readonly Token[], { fileSet }: World): Field | undefined =>
  choice.subject.fields.find((field) => {
    const said = field.kind === 'text' && field.required ? unquoted(field, choice, tokens) : undefined
    const isTask = choice.subject.fields.some(({ inside }) => inside === field.name)
    const [file, ...more] = said ?? []
    const isFile = file?.kind === 'path' && fileSet.has(file.text)
    return isFile && more.every(({ word }) => /^(?:contents?|text)$/.test(word)) && !isTask
  })
