import { leftoverQuestion } from '../asking/questions.ts'
import type { Choice } from '../choosing/choose.ts'
import type { Frame, Problem } from '../choosing/frame.ts'
import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Reading } from '../values/reading.ts'
import { fillers } from '../words/filler-words.ts'
import { isForeign } from '../words/foreign-programs.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'
import { isFlag, placesOf, programsAlike } from './line-places.ts'
import { readShellWord } from './read-shell-word.ts'
import { type LineFound, lineFor } from './shell-lines.ts'
import { type ShellCommand, type ShellWord, shellCommands } from './shell-words.ts'

/** What a request of command lines comes to: what each orders, what has to be asked, or why nothing is done. */
export type ShellReading =
  | { frames: readonly Frame[] }
  | { problem: Problem; choice: Choice }
  | { refused: string; nearest: readonly string[] }

/** What people put before and behind a command that they ask somebody else to run. */
const before =
  /^(?:(?:please|pls|hey|hi|ok|now|just|quickly|so|and|also|next|then|(?:can|could|would|will) you|(?:i|we) (?:want|need|have|would like) to|(?:i|we)['’]d like to)[ ,]+)*(?:(?:run|execute|do)\s+)?[$>]?\s*/i
const behind = /(?:[\s,]+(?:please|pls|plz|thanks|thank you|thx|ty|for me))*[\s?!.]*$/i

/** What lies between two versions, as only git writes it, with nothing said but what is wanted of it: `diff main..fix`. */
const betweenVersions = /^(?:diff|log) [\w/][\w./-]*?\.{2,3}[\w/][\w./-]*$/

const bare = (request: string): string => {
  const inner = request.trim().replace(before, '')
  const command = inner.replace(behind, (tail) => (/^\s+\.+$/.test(tail) || /[./]\.$/.test(inner) ? tail : ''))
  const typed = /^`[^`]+`$/.test(command) ? command.slice(1, -1) : command
  return betweenVersions.test(typed) ? `git ${typed}` : typed
}

const tokenOf = ({ text, quoted }: ShellWord, at: number): Token => ({
  kind: quoted ? 'quoted' : 'name',
  text,
  word: text.toLowerCase(),
  stem: text.toLowerCase(),
  start: at,
  end: at + 1,
})

const frameOf = (
  subject: Subject,
  readings: ReadonlyMap<string, readonly Reading[]>,
  words: readonly ShellWord[],
  first: boolean,
): Frame => {
  const places = words.map((_, at) => at)
  const choice: Choice = {
    subject,
    readings,
    named: readings,
    taken: new Set(places),
    leftover: [],
    around: [],
    alignment: { pattern: [], words: places, readings, weight: 2 },
    explained: 1,
    stance: 'order',
    ranked: { subject, score: 1, recall: 1, coverage: 1, named: true },
    fit: 1,
    meant: 1,
    opened: true,
    like: undefined,
  }
  return {
    choice,
    near: [],
    likelier: undefined,
    tokens: words.map(tokenOf),
    joint: first ? 'start' : 'then',
    item: false,
    typed: true,
  }
}

const framesOf = (
  found: LineFound,
  words: readonly ShellWord[],
  first: boolean,
  { byId }: Vocabulary,
): readonly Frame[] => [
  frameOf(found.subject, found.readings, words, first),
  ...Object.entries(found.line.next ?? {}).flatMap(([id, fields]) => {
    const subject = byId.get(id)
    const own = Object.entries(fields).flatMap(([name, from]) => {
      const reading = found.readings.get(from)
      return reading ? [[name, reading] as const] : []
    })
    return subject ? [frameOf(subject, new Map(own), words, false)] : []
  }),
]

/** Targets of a Makefile, each as a command of its own: `make fmt plan ENV=dev`. */
const targets = ({ words, sign }: ShellCommand): readonly ShellCommand[] => {
  const [program, ...rest] = words
  const named = rest.filter(({ text }) => !text.includes('='))
  if (program?.text !== 'make' || named.length < 2) return [{ words, sign }]
  const assigned = rest.filter(({ text }) => text.includes('='))
  return named.map((target) => ({ words: [program, target, ...assigned], sign }))
}

/** Whether words are prose that only begins like a command: `git history of the network`. */
const isProse = (words: readonly ShellWord[], from: number): boolean =>
  words.some(
    ({ text, quoted }, at) =>
      !quoted && at >= from && text.length > 1 && fillers.has(text.toLowerCase().replace(/[,:]$/, '')),
  )

/** A command that says where or on what those behind it work, and does nothing by itself. */
const standing = ({ words }: ShellCommand): Standing | undefined => {
  const [first, second, third, last] = words
  if (words.length === 2 && first?.text === 'cd' && second) return { field: 'directory', word: second }
  const selects = programsAlike('terraform', first?.text ?? '', 0) && second?.text === 'workspace'
  return selects && third?.text === 'select' && last && words.length === 4
    ? { field: 'workspace', word: last }
    : undefined
}

interface Standing {
  field: string
  word: ShellWord
}

/** A command as far as it is understood. */
interface Read extends ShellCommand {
  line: LineFound | undefined
  /** No operation answers it. */
  foreign: boolean
  /** Only somebody at a shell types it so. */
  shell: boolean
}

const readCommand = ({ words, sign }: ShellCommand, vocabulary: Vocabulary, world: World): Read => {
  const [program = '', ...rest] = words.map(({ text }) => text)
  const line = lineFor(words, vocabulary, world)
  const name = programsAlike('terraform', program, 0) ? 'terraform' : program.toLowerCase()
  const plain = rest.filter((each) => !each.startsWith('-'))
  return {
    words,
    sign,
    line,
    foreign: line?.left.length !== 0 && isForeign(name, plain, isProse(words, 2)),
    shell: words.some((each, at) => at > 0 && isFlag(each)) && !isProse(words, 1),
  }
}

/** Whether a command adds to a file, which nothing here does: to write it would lose what is in it. */
const appends = ({ sign }: Read): boolean => /^\d?>>$/.test(sign ?? '')

const isKnown = ({ line, foreign, shell }: Read): boolean =>
  foreign || (line !== undefined && (shell || (line.left.length === 0 && !line.open)))

/** What a line says, with what was said before it for all. */
const withStanding = (line: LineFound, said: readonly Standing[], world: World): LineFound => {
  const more = said.flatMap(({ field: name, word }) => {
    const field = line.subject.fields.find((each) => each.name === name)
    const reading = field && !line.readings.has(name) ? readShellWord(word, 0, field, world) : undefined
    return reading ? [[name, [reading]] as const] : []
  })
  return { ...line, readings: new Map([...line.readings, ...more]) }
}

const nearestTo = (words: readonly ShellWord[], { subjects }: Vocabulary): readonly string[] => {
  const [program = '', verb = ''] = words.map(({ text }) => text)
  // What is called like the command comes before what is only of the same program.
  const nearness = ({ id }: Subject): number =>
    Number(id.startsWith(program)) + 2 * Number(verb !== '' && id.split(/[.-]/).includes(verb))
  return subjects
    .filter(({ entry }) => entry.lines.some(({ line }) => programsAlike(placesOf(line).literals[0] ?? '', program, 0)))
    .toSorted((one, other) => nearness(other) - nearness(one))
    .slice(0, 3)
    .map(({ id }) => id)
}

/** Reads a request that is typed as in a shell; undefined where it is prose. */
export const shellReading = (request: string, vocabulary: Vocabulary, world: World): ShellReading | undefined => {
  const commands = shellCommands(bare(request))?.flatMap(targets) ?? []
  const said = commands.flatMap((command) => standing(command) ?? [])
  const read = commands.filter((command) => !standing(command)).map((each) => readCommand(each, vocabulary, world))
  const [first] = read
  if (!first) return undefined
  const signed = read.find(({ sign }) => sign !== undefined)
  // One part that is prose makes all of it prose.
  const meant = signed && (appends(signed) || first.line !== undefined || first.foreign)
  if (!read.every(isKnown) && !(meant && !isProse(first.words, 1))) return undefined
  if (signed)
    return {
      refused: `Nothing here pipes, redirects or runs in the background, as "${signed.sign}" does: say what the command is for`,
      nearest: read.flatMap(({ line }) => (line?.left.length === 0 ? [line.subject.id] : [])),
    }
  const foreign = read.find((each) => each.foreign)
  if (foreign)
    return {
      refused: `Nothing here does what "${foreign.words.map(({ text }) => text).join(' ')}" does, and nothing else is done in its place`,
      nearest: nearestTo(foreign.words, vocabulary),
    }
  const frames: Frame[] = []
  for (const { line, words } of read) {
    if (!line) continue
    const own = framesOf(withStanding(line, said, world), words, frames.length === 0, vocabulary)
    const [head] = own
    const left = [
      ...line.left,
      // A place that is said for all and that this one has nothing for.
      ...said.flatMap(({ field, word }) => (own.some(({ choice }) => choice.readings.has(field)) ? [] : [word])),
    ]
    if (left.length > 0 && head)
      return {
        problem: leftoverQuestion(
          line.subject,
          left.map(({ text }) => text),
        ),
        choice: head.choice,
      }
    frames.push(...own)
  }
  return { frames }
}
