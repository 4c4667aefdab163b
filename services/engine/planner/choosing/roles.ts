import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { readers } from '../values/kinds.ts'
import type { Reading } from '../values/reading.ts'
import { stemOf } from '../words/stem.ts'
import type { FillContext } from './fill.ts'

/** Whether what one argument takes another one could have as well. */
export const isTwin = (other: Field, { kind }: Field): boolean =>
  other.kind === kind || (kind === 'file' && other.kind === 'spec-file')

/** Words between a file and what it is for. */
const leading = /^(?:for|as|about|on|with|our|the|its|all|of)$/

/** Whether a file is called like an argument: `platform/conventions.yaml`, `naming-conventions.json`. */
const isCalled = ({ text }: Token, { name }: Field): boolean => {
  const file = text.toLowerCase().split('/').at(-1) ?? ''
  return file
    .split('.')
    .slice(0, -1)
    .some((part) => part.split(/[-_]/).some((word) => stemOf(word) === stemOf(name)))
}

/** Whether only one of several arguments is described by the ending that a file has: `an llm.yaml`. */
const isOfEnding = ({ text }: Token, field: Field, fields: readonly Field[]): boolean => {
  const ending = /\.[a-z]+$/i.exec(text)?.[0].toLowerCase()
  const said = ({ description }: Field): boolean =>
    ending !== undefined && new RegExp(`\\w${RegExp.escape(ending)}\\b`).test(description)
  const twins = fields.filter((other) => other !== field && isTwin(other, field))
  return said(field) && twins.every((twin) => twin.kind === 'file' && !said(twin))
}

/** Where words behind a file end that say which argument it is: `platform/names.yaml for naming`. */
const saidUntil = (at: number, tokens: readonly Token[], { name, cues }: Field): number | undefined => {
  if (!/^(?:for|as)$/.test(tokens[at + 1]?.word ?? '')) return undefined
  const says = ({ stem }: Token): boolean =>
    stem === stemOf(name) || cues.some(([part]) => part !== undefined && 'word' in part && stemOf(part.word) === stem)
  let to = at + 2
  while (leading.test(tokens[to]?.word ?? '')) to++
  const from = to
  for (let next = tokens[to]; next && says(next); next = tokens[to]) to++
  return to > from ? to : undefined
}

/** Files that another argument could take as well, with the argument whose role they have by their name or by what is said of them. */
export const rolesIn = (
  fields: readonly Field[],
  { tokens, world }: FillContext,
): readonly (readonly [Field, Reading])[] =>
  fields
    .filter((field) => field.kind === 'file' && fields.some((other) => other !== field && isTwin(other, field)))
    .flatMap((field) =>
      tokens.flatMap((token, at) => {
        if (token.kind !== 'path') return []
        const to =
          saidUntil(at, tokens, field) ??
          (isCalled(token, field) || isOfEnding(token, field, fields) ? at + 1 : undefined)
        const reading = readers.file?.(at, { tokens, world, field })
        const known = to !== undefined && reading && !reading.absent && !reading.several
        return known ? [[field, { ...reading, to }] as const] : []
      }),
    )
