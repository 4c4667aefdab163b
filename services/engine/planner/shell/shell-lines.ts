import type { ShellLine } from '@nimbus/kernel/define'
import type { World } from '../surroundings.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'
import { isFlag, type Place, placesOf, programsAlike } from './line-places.ts'
import { readShellWord } from './read-shell-word.ts'
import type { ShellWord } from './shell-words.ts'

/** A line that was laid over the words of a command. */
export interface LineFound {
  subject: Subject
  line: ShellLine
  readings: ReadonlyMap<string, readonly Reading[]>
  /** Words that nothing in the line stands for. */
  left: readonly ShellWord[]
  /** How many words it begins with. */
  literal: number
  /** Whether a place that needs a word has none. */
  open: boolean
}

const namesOf = (flags: string): readonly string[] => flags.split(' ')

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** A flag with what was written right behind it, in the ways there are: `-L2`, `--depth=2`, `-5`, `-am`. */
const taken = (text: string, known: ReadonlySet<string>): readonly { name: string; value?: string }[] | undefined => {
  const bare = (flag: string): string => (/^--?\w{2}/.test(flag) ? flag.replace(/^--?/, '') : flag)
  const find = (flag: string): string | undefined =>
    [...known].find((name) => name === flag || bare(name) === bare(flag))
  const whole = find(text)
  if (whole !== undefined) return [{ name: whole }]
  const [, flag = '', value] = /^(-{0,2}[\w-]+)=(.*)$/s.exec(text) ?? []
  const assigned = value === undefined ? undefined : find(flag)
  if (assigned !== undefined && value !== undefined) return [{ name: assigned, value }]
  if (/^-\d+$/.test(text) && known.has('-#')) return [{ name: '-#', value: text.slice(1) }]
  const [, short = '', number] = /^(-[A-Za-z])(\d+)$/.exec(text) ?? []
  if (number !== undefined && known.has(short)) return [{ name: short, value: number }]
  if (!/^-[A-Za-z]{2,}$/.test(text)) return undefined
  const letters = text
    .slice(1)
    .split('')
    .map((letter) => `-${letter}`)
  return letters.every((letter) => known.has(letter)) ? letters.map((name) => ({ name })) : undefined
}

/** Lays one line over the words of a command; undefined where it begins otherwise. */
const layLine = (
  line: ShellLine,
  subject: Subject,
  words: readonly ShellWord[],
  world: World,
): LineFound | undefined => {
  const { literals, required, places } = placesOf(line.line)
  const [program] = literals
  // Most lines are of other programs.
  if (program !== undefined && !words.some(({ text }) => programsAlike(program, text, 0))) return undefined
  const field = (name: string): Field | undefined => subject.fields.find((each) => each.name === name)
  const own = Object.fromEntries(subject.fields.map(({ name }) => [`--${kebab(name)}`, name]))
  const flags = new Map(
    [
      ...Object.entries(own),
      ...Object.entries(line.flags ?? {}),
      ...required.map((flag) => [flag, null] as const),
    ].flatMap(([names, does]) => namesOf(names).map((name) => [name, does] as const)),
  )
  const readings = new Map<string, readonly Reading[]>()
  const put = (name: string, reading: Reading) => readings.set(name, [...(readings.get(name) ?? []), reading])
  const left: ShellWord[] = []
  const missing = new Set(required)
  let begun = 0
  let place: readonly Place[] = places
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as ShellWord
    const here = { value: true, from: at, to: at + 1, exact: true }
    if (!word.quoted && word.text === '--' && begun === literals.length) {
      place = places.filter(({ many }) => many)
      if (place.length === 0) left.push(word)
      continue
    }
    const found = isFlag(word) ? taken(word.text, new Set(flags.keys())) : undefined
    if (isFlag(word) && !found) {
      left.push(word)
      continue
    }
    for (const { name, value } of found ?? []) {
      missing.delete(name)
      const does = flags.get(name)
      if (typeof does !== 'string') {
        for (const [set, to] of Object.entries(does ?? {})) put(set, { ...here, value: to })
        continue
      }
      const target = field(does)
      if (!target) continue
      if (target.kind === 'switch') {
        put(does, here)
        continue
      }
      const given = value === undefined ? words[++at] : { text: value, quoted: true }
      const reading = given && readShellWord(given, at, target, world)
      if (reading) put(does, reading)
      else left.push(given ?? word)
    }
    if (found) continue
    if (begun < literals.length) {
      if (word.quoted || !programsAlike(literals[begun] ?? '', word.text, begun)) return undefined
      begun++
      continue
    }
    const fits = place.findIndex((each) => each.read(word, at, field, world) !== undefined)
    const skipped = place.slice(0, Math.max(fits, 0)).some(({ optional }) => !optional)
    const chosen = fits < 0 || skipped ? undefined : place[fits]
    if (!chosen) {
      left.push(word)
      continue
    }
    for (const [name, reading] of chosen.read(word, at, field, world) ?? []) put(name, reading)
    place = place.slice(chosen.many ? fits : fits + 1)
  }
  if (begun < literals.length || missing.size > 0) return undefined
  for (const [name, value] of Object.entries(line.sets ?? {})) put(name, { value, from: 0, to: 1, exact: true })
  return {
    subject,
    line,
    readings,
    left,
    literal: literals.length + required.length,
    open: place.some(({ optional }) => !optional),
  }
}

/** With its name the commands of this very program begin. */
const program = 'nimbus'

/** How an operation is called as a command of its own: by its service and verb, and by its shorter names. */
const ownLines = ({ entry, service, fields }: Subject): readonly ShellLine[] => {
  const places = entry.positional.map((name) => {
    const field = fields.find((each) => each.name === name)
    return `{${name}${field?.many ? '*' : field?.required ? '' : '?'}}`
  })
  const verb = entry.id.slice(service.length + 1)
  const names = new Set([`${service} ${verb}`, `${service} ${verb.replaceAll('-', ' ')}`, ...entry.aliases])
  return [...names].map((name) => ({ line: [program, name, ...places].join(' ') }))
}

/** What a command of this program says, where every word of it is read: what is not may be said in words. */
const ownFound = (subject: Subject, words: readonly ShellWord[], world: World): readonly LineFound[] =>
  ownLines(subject).flatMap((line) => {
    const found = layLine(line, subject, words, world)
    const isWhole = found?.left.length === 0 && [...found.readings.values()].flat().every(({ absent }) => !absent)
    return found && isWhole ? [found] : []
  })

/** The operation that answers a command, by the line that leaves the fewest of its words. */
export const lineFor = (words: readonly ShellWord[], { subjects }: Vocabulary, world: World): LineFound | undefined =>
  subjects
    .flatMap((subject): readonly (LineFound | undefined)[] =>
      words[0]?.text === program
        ? ownFound(subject, words, world)
        : subject.entry.lines.map((line) => layLine(line, subject, words, world)),
    )
    .filter((found) => found !== undefined)
    .toSorted(
      (one, other) =>
        one.left.length - other.left.length ||
        other.literal - one.literal ||
        (one.line.line < other.line.line ? -1 : 1),
    )[0]

/** Operations that a request may be a command line of, going by its words alone. */
export const typedFor = (request: string, { subjects }: Vocabulary): readonly Subject[] => {
  const words = request.split(/[\s`$&;]+/)
  return subjects.filter(({ entry }) =>
    entry.lines.some(({ line }) => {
      const { literals } = placesOf(line)
      const start = words.findIndex((word) => programsAlike(literals[0] ?? '', word, 0))
      return start >= 0 && literals.every((literal, at) => at === 0 || words.slice(start).includes(literal))
    }),
  )
}
