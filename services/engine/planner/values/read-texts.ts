import { bytesIn, numberOf } from '../tokens/numbers.ts'
import type { Token } from '../tokens/token.ts'
import { isFiller } from '../words/vocabulary.ts'
import { readFile } from './read-files.ts'
import { readAgent, readModel, readProvider } from './read-records.ts'
import { one, type Reader, type Reading } from './reading.ts'
import { valueText } from './value-text.ts'

/** Words that say of what follows that it is looked for. */
export const introducing = new Set([
  'word',
  'string',
  'text',
  'regex',
  'regexp',
  'expression',
  'pattern',
  'term',
  'phrase',
])

/** What is looked for: a quotation, or one word or name. */
export const readSearch: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (!token || ['mark', 'flag', 'record'].includes(token.kind)) return undefined
  if (token.kind === 'word' && isFiller(token.word)) return undefined
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  // `The word timeout` looks for timeout.
  if (introducing.has(token.word) && after && after.kind !== 'mark' && !isFiller(after.word)) return undefined
  // What something is asked to be is no text in it: `is the code in envs/dev formatted`.
  if (isPredicate(at, tokens)) return undefined
  // Said behind what kind of search it is, the verb is none: `regex search timeout_[0-9]+`.
  if (searching.has(token.word) && before && introducing.has(before.word) && after) return undefined
  // Where it is looked for is not what.
  if (before && ['in', 'under', 'inside', 'within'].includes(before.word) && world.directories.has(token.text))
    return undefined
  // A folder right behind the verb is where it is looked for: `search docs`.
  const verb = before?.word === 'the' ? tokens[at - 2] : before
  const place = token.kind !== 'quoted' && world.directories.has(token.text)
  if (place && verb && searching.has(verb.stem) && !tokens.slice(at + 1).some(({ word }) => word === 'in'))
    return undefined
  return one(token.typo ?? token.text, at, token.kind === 'quoted')
}

/** Whether a word at the end of a question says how something is. */
const isPredicate = (at: number, tokens: readonly Token[]): boolean =>
  /^(?:is|are)$/.test(tokens[0]?.word ?? '') &&
  tokens[at]?.kind === 'word' &&
  /[^e]ed$/.test(tokens[at]?.word ?? '') &&
  tokens.slice(at + 1).every(({ kind, word }) => kind === 'mark' || /ly$|^(?:ok|fine|well|yet)$/.test(word))

/** What is looked for, said to be that: `the word timeout`. */
export const readIntroduced = (context: Parameters<Reader>[1]): Reading | undefined => {
  const { tokens } = context
  const at = tokens.findIndex(
    ({ word }, i) =>
      introducing.has(word) && /^(?:the|regular)$/.test(tokens[i - 1]?.word ?? '') && tokens[i + 1]?.kind !== 'mark',
  )
  return at < 0 ? undefined : readSearch(at + 1, context)
}

/** Verbs of looking for something, behind which stands a place or what it is. */
const searching = new Set(['search', 'grep', 'scan'])

/** Words that only lead to what is looked for: `whatever mentions vpc`, `entries containing bucket`. */
const mentioning =
  /^(?:mention(?:s|ed|ing)?|contain(?:s|ed|ing)?|includ(?:es|ing)|say(?:s|ing)?|talk(?:s|ed|ing)?|speak(?:s|ing)?|about|concern(?:s|ing)?|regarding|everything|anything|whatever|entries|entry)$/

const isMentioning: (...place: Parameters<Reader>) => boolean = (at, { tokens }) =>
  tokens[at]?.kind === 'word' &&
  mentioning.test(tokens[at]?.word ?? '') &&
  tokens
    .slice(at + 1, at + 4)
    .some((token) => token.kind !== 'mark' && !(token.kind === 'word' && isFiller(token.word)))

/** A word that is looked for, beside others. */
export const readSearchWord: Reader = (at, context) =>
  ['number', 'span', 'date'].includes(context.tokens[at]?.kind ?? '') ||
  isMentioning(at, context) ||
  ['last', 'latest', 'first', 'past', 'newest', 'runs', 'history'].includes(context.tokens[at]?.word ?? '')
    ? undefined
    : readSearch(at, context)

/** A file with a picture. */
export const readImage: Reader = (at, context) =>
  /\.(?:png|jpe?g|gif|webp)$/i.test(context.tokens[at]?.text ?? '') ? readFile(at, context) : undefined

/** A spec: a file in YAML or JSON that is there. */
export const readSpec: Reader = (at, { tokens, ...context }) => {
  const named = /\.(?:ya?ml|json)$/i.test(tokens[at]?.text ?? '')
  const called = tokens[at + 1]?.word === 'spec' || tokens[at - 1]?.word === 'spec'
  if (!named && !called) return undefined
  const file = readFile(at, { tokens, ...context })
  return file && /\.(?:ya?ml|json)$/i.test(String(file.value as string)) ? file : undefined
}

/** A Terraform plan that was written to a file. */
export const readPlanFile: Reader = (at, context) =>
  /\.(?:tfplan|plan|bin)$/i.test(context.tokens[at]?.text ?? '') ? readFile(at, context) : undefined

const lines = (at: number, tokens: readonly { word: string; kind: string }[]) => {
  const [first, second, third, fourth] = tokens.slice(at, at + 4)
  if (!first || !/^lines?$/.test(first.word)) {
    const many = first && /^(?:first|top)$/.test(first.word) ? numberOf(second?.word ?? '') : undefined
    if (many !== undefined && /^lines?$/.test(third?.word ?? '')) return { from: undefined, count: many, to: at + 3 }
    const count = numberOf(first?.word ?? '')
    return count !== undefined &&
      second?.word === 'lines' &&
      !['to', 'line', 'lines'].includes(tokens[at - 1]?.word ?? '')
      ? { from: undefined, count, to: at + 2 }
      : undefined
  }
  const dashed = /^(\d+)[-–](\d+)$/.exec(second?.word ?? '')
  const from = dashed ? Number(dashed[1]) : numberOf(second?.word ?? '')
  if (from === undefined) return undefined
  // The noun may be said again: `from line 40 to line 60`.
  const again = /^lines?$/.test(fourth?.word ?? '') ? 1 : 0
  const until = dashed
    ? Number(dashed[2])
    : /^(?:to|until|through|till|and|-)$/.test(third?.word ?? '')
      ? numberOf(tokens[at + 3 + again]?.word ?? '')
      : undefined
  if (until === undefined)
    return {
      from,
      count:
        first.word === 'line' && !['from', 'at', 'after', 'with'].includes(tokens[at - 1]?.word ?? '') ? 1 : undefined,
      to: at + 2,
    }
  return { from, count: until - from + 1, to: at + (dashed ? 2 : 4 + again) }
}

/** The line where reading begins: `lines 100 to 120`, `line 7`. */
export const readLineStart: Reader = (at, { tokens }) => {
  const found = lines(at, tokens)
  return found?.from === undefined ? undefined : { value: found.from, from: at, to: found.to, exact: true }
}

/** How many lines are read: both ends of `lines 100 to 120` count. */
export const readLineCount: Reader = (at, { tokens }) => {
  const found = lines(at, tokens)
  return found?.count === undefined ? undefined : { value: found.count, from: at, to: found.to, exact: true }
}

/** A type of resource of a provider. */
export const readResourceType: Reader = (at, { tokens }) => {
  const token = tokens[at]
  return token && /^(?:aws|google|azurerm)_\w+$/.test(token.text) ? one(token.text, at) : undefined
}

const dimensions = ['day', 'month', 'agent', 'model', 'provider', 'tool', 'task-type', 'project', 'outcome']

const whose: ReadonlyMap<string, Reader> = new Map([
  ['agent', readAgent],
  ['model', readModel],
  ['provider', readProvider],
])

/** Whether a word says of the name behind it what that is, and tells nothing apart: `the agent reviewer`. */
const isFilter: (...place: Parameters<Reader>) => boolean = (at, context) => {
  const { tokens } = context
  const [word, next] = [tokens[at]?.word ?? '', tokens[at + 1]]
  // Projects have any name, and what is told apart by them is led by a word that says so.
  if (
    word === 'project' &&
    next &&
    ['word', 'name'].includes(next.kind) &&
    !/^(?:by|per|each|every)$/.test(tokens[at - 1]?.word ?? '')
  )
    return !isFiller(next.word) && !dimensions.includes(next.word)
  return whose.get(word)?.(at + 1, context) !== undefined
}

/** Whether a time is said twice, as what repeats is: `month by month`. */
const isRepeated = (at: number, { tokens }: Parameters<Reader>[1]): boolean =>
  tokens[at + 1]?.word === 'by' && tokens[at + 2]?.word === tokens[at]?.word

/** What is told apart, with commas between. */
export const readDimensions: Reader = (at, context) => {
  if (isFilter(at, context)) return undefined
  const { tokens } = context
  const found: string[] = []
  let to = at
  for (let next = at; next < tokens.length; next++) {
    const { word = '', kind = '' } = tokens[next] ?? {}
    const name = dimensions.find((each) => each === word || `${each}s` === word)
    if (name && !isRepeated(next, context)) {
      found.push(name)
      to = next + 1
    } else if (
      kind !== 'mark' &&
      word !== 'and' &&
      !(/^(?:by|per)$/.test(word) && dimensions.includes(tokens[next + 1]?.word ?? ''))
    )
      break
  }
  return found.length > 0 ? { value: found.join(','), from: at, to, exact: true } : undefined
}

/** A name for something that is kept, such as `plan.json`. */
export const readFileName: Reader = (at, { tokens }) => {
  const token = tokens[at]
  const kept = token !== undefined && ['path', 'name'].includes(token.kind) && !token.text.includes('/')
  // A plan goes where plans are written to, unless it is to be kept as an artifact.
  if (/\.tfplan$/i.test(token?.text ?? '') && !tokens.some(({ word }) => word === 'artifact')) return undefined
  return kept ? one(token.text, at) : undefined
}

/** A media type. */
export const readMediaType: Reader = (at, { tokens }) => {
  const token = tokens[at]
  return token && /^(?:text|application|image|audio|video)\/[\w.+-]+$/.test(token.text)
    ? one(token.text, at)
    : undefined
}

/** What somebody else calls a thing: anything but an address. */
export const readForeignId: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (!token || ['mark', 'flag', 'address'].includes(token.kind) || world.directories.has(token.text)) return undefined
  return token.kind === 'word' ? undefined : one(token.text, at)
}

/** A value of a setting. Words must be among those that are listed. */
export const readValue: Reader = (at, { tokens, field }) => {
  const token = tokens[at]
  if (!token || token.kind === 'mark') return undefined
  // `From now on` switches nothing on.
  if (token.word === 'on' && tokens[at - 1]?.word === 'now') return undefined
  const listed = field.values.find(
    ({ value, patterns }) =>
      valueText(value) === token.word ||
      patterns.some(([part, ...more]) => part && 'concept' in part && more.length === 0 && part.concept === token.word),
  )
  if (listed) return one(listed.value === 'true' ? true : listed.value === 'false' ? false : listed.value, at)
  const unit = token.kind === 'number' ? bytesIn(tokens[at + 1]?.word ?? '') : undefined
  if (unit !== undefined) return { value: (numberOf(token.text) ?? 0) * unit, from: at, to: at + 2, exact: true }
  if (token.kind === 'number') return one(numberOf(token.text) ?? token.text, at)
  if (token.kind !== 'word') return one(token.text, at)
  return isFiller(token.word) ? undefined : { ...one(token.text, at), absent: true }
}

/** A secret: what looks like one, or the file it is in. Otherwise it is read when the step runs. */
export const readSecret: Reader = (at, { tokens }) => {
  const token = tokens[at]
  if (!token || !['name', 'word', 'path', 'quoted'].includes(token.kind)) return undefined
  if (/^(?:gh[pousr]_|sk-|xox|AKIA|glpat-|AIza)\S{8,}$/.test(token.text)) return one(token.text, at)
  return token.kind === 'path' ? one(`@${token.text}`, at) : undefined
}

/** A name that looks like that of a setting; whether there is one, its values say. */
export const readUnknownSetting: Reader = (at, { tokens }) => {
  const token = tokens[at]
  return token && /^[a-z]+(?:\.[a-z_]+)+$/.test(token.text) && ['name', 'path'].includes(token.kind)
    ? { ...one(token.text, at), absent: true }
    : undefined
}
