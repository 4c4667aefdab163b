import type { World } from '../surroundings.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import { readShellWord } from './read-shell-word.ts'
import type { ShellWord } from './shell-words.ts'

/** A place of a line for one word of a command. */
export interface Place {
  optional: boolean
  many: boolean
  /** What a word means there, by field; undefined where it means nothing. */
  read(
    word: ShellWord,
    at: number,
    field: (name: string) => Field | undefined,
    world: World,
  ): readonly (readonly [string, Reading])[] | undefined
}

/** A word that begins with a hyphen and is no number of less. */
export const isFlag = ({ text, quoted }: ShellWord): boolean => !quoted && /^--?[A-Za-z0-9]|^[A-Z_]+=/.test(text)

const aliases: readonly (readonly string[])[] = [['terraform', 'tf', 'tofu', 'opentofu']]

/** Whether a word of a line was typed, the program by any of its names. */
export const programsAlike = (literal: string, text: string, at: number): boolean =>
  at === 0
    ? literal === text.toLowerCase() ||
      aliases.some((names) => names.includes(literal) && names.includes(text.toLowerCase()))
    : literal === text

/** What only a regular expression has. */
const expression = /\\[a-zA-Z.]|\.[*+]|[)\w]\||\[[^\]]+\]|^\^|\$$/

/** A place for `{name}`, or for several in one word: `{until}..{from}`. */
const placeOf = (text: string): Place => {
  const names = [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name)
  const switched = /~(\w+)/.exec(text)?.[1]
  const form = new RegExp(
    `^${text
      .split(/\{[^}]*\}/)
      .map((between) => between.replace('..', '\\.{2,3}'))
      .join('(.+?)')}$`,
    's',
  )
  return {
    optional: /[?*]\}/.test(text) || names.length > 1,
    many: text.includes('*}'),
    read: (word, at, field, world) => {
      const parts = names.length > 1 ? form.exec(word.text)?.slice(1) : [word.text]
      const found = parts?.flatMap((part, i) => {
        const target = field(names[i] ?? '')
        const reading = target && readShellWord({ ...word, text: part }, at, target, world)
        return reading ? [[names[i] ?? '', reading] as const] : []
      })
      if (!found || found.length < names.length) return undefined
      return switched !== undefined && expression.test(word.text)
        ? [...found, [switched, { value: true, from: at, to: at + 1, exact: true }] as const]
        : found
    },
  }
}

/** A line taken apart: the words it begins with, flags it must have, places. */
const parsed = (line: string) => {
  const words = line.split(' ')
  return {
    literals: words.filter((word) => /^\w/.test(word)),
    required: words.filter((word) => /^--?\w/.test(word)),
    places: words.filter((word) => word.includes('{')).map(placeOf),
  }
}

const known = new Map<string, ReturnType<typeof parsed>>()

/** A line taken apart, once for each. */
export const placesOf = (line: string): ReturnType<typeof parsed> => {
  const found = known.get(line) ?? parsed(line)
  known.set(line, found)
  return found
}
