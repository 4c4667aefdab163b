import { bytesIn, numberOf, spanSeconds, timeUnitOf } from '../tokens/numbers.ts'
import type { Token, TokenKind } from '../tokens/token.ts'
import { conceptOf } from '../words/concepts.ts'
import { lightWords } from '../words/light-words.ts'
import { tradeWords } from '../words/trade-words.ts'
import { orderVerbs } from '../words/verbs.ts'
import { isFiller } from '../words/vocabulary.ts'
import { environmentNames } from './environments.ts'
import { readFileKind } from './file-kinds.ts'
import { readAssignment } from './read-assignment.ts'
import { readEnvironment } from './read-environment.ts'
import { readAround, readDirectory, readFile, readNewDirectory, readNewFile, readPath, readRoot } from './read-files.ts'
import { readLimit } from './read-limit.ts'
import { readPerson } from './read-person.ts'
import * as records from './read-records.ts'
import { readSpending } from './read-spending.ts'
import * as texts from './read-texts.ts'
import { readAge, readHours, readSeconds, readSince, readUntil } from './read-times.ts'
import { isRegion } from './read-tokens.ts'
import { readBack, readBranch, readCommit, readNewName, readStash } from './read-versions.ts'
import { one, type Reader } from './reading.ts'
import { regionCodes, regionsNamed } from './regions.ts'

const ofKind =
  (...kinds: readonly TokenKind[]): Reader =>
  (at, { tokens }) => {
    const token = tokens[at]
    return token && kinds.includes(token.kind) ? one(token.text, at) : undefined
  }

/** A code that was said in words: `us east 1`, `eu west-2`. */
const spelledRegion = (words: readonly string[]): { code: string; words: number } | undefined => {
  for (const count of [3, 2]) {
    const code = words.slice(0, count).join('-')
    if (words.length >= count && isRegion(code)) return { code, words: count }
  }
  return undefined
}

const readRegion: Reader = (at, { tokens }) => {
  const token = tokens[at]
  if (token?.kind === 'region')
    return isRegion(token.word) ? one(token.word, at) : { ...one(token.text, at), absent: true }
  const spelled = spelledRegion(tokens.slice(at, at + 3).map(({ word }) => word))
  if (spelled) return { value: spelled.code, from: at, to: at + spelled.words, exact: true }
  if (token?.kind !== 'word') return undefined
  // A code without its number: `us east`.
  const begun = regionCodes.filter((code) =>
    code.startsWith(
      `${tokens
        .slice(at, at + 2)
        .map(({ word }) => word)
        .join('-')}-`,
    ),
  )
  if (begun.length > 0) return { value: undefined, from: at, to: at + 2, exact: true, several: begun }
  for (const length of [2, 1]) {
    const words = tokens.slice(at, at + length)
    const regions = regionsNamed(words.map(({ word }) => word).join(' '))
    if (!regions || words.length < length) continue
    const [only, ...more] = regions
    const span = { from: at, to: at + length, exact: true }
    if (only === undefined) return { value: words.map(({ text }) => text).join(' '), ...span, absent: true }
    return more.length === 0 ? { value: only, ...span } : { value: undefined, ...span, several: regions }
  }
  return undefined
}

/** A figure, with a unit of size where there is one. */
const readNumber: Reader = (at, { tokens, field }) => {
  const token = tokens[at]
  if (token?.kind !== 'number' && token?.kind !== 'word') return undefined
  const value = numberOf(token.text)
  // What is single is told apart, however many there are: `the single calls`.
  if (value === undefined || (token.word === 'single' && tokens[at + 1]?.word.endsWith('s'))) return undefined
  const time = timeUnitOf(tokens[at + 1]?.word ?? '')
  const own = timeUnitOf(/(?:hours|minutes|seconds|days|weeks)$/i.exec(field.name)?.[0].toLowerCase() ?? '')
  if (time !== undefined && time !== own) {
    // A time is no count, and days are no hours.
    const counted = own === undefined ? Number.NaN : spanSeconds(value, time) / spanSeconds(1, own)
    return Number.isInteger(counted) ? { value: counted, from: at, to: at + 2, exact: true } : undefined
  }
  const unit = bytesIn(tokens[at + 1]?.word ?? '')
  return unit === undefined ? one(value, at) : { value: value * unit, from: at, to: at + 2, exact: true }
}

/** Whether what stands at a place is called so: `name: reports`, `a stack named tern`, `of project checkout`. */
const isCalled = (at: number, tokens: readonly Token[]): boolean => {
  const before = /^[:=]$/.test(tokens[at - 1]?.text ?? '') ? at - 2 : at - 1
  return /^(?:name|named|called|project)$/.test(tokens[before]?.word ?? '')
}

const readWord: Reader = (at, { tokens }) => {
  const token = tokens[at]
  if (!token || ['mark', 'flag'].includes(token.kind)) return undefined
  const called = isCalled(at, tokens)
  // What is called so was neither mistyped nor ordered.
  const small = isFiller(token.word) && !(called && token.typo !== undefined)
  if (token.kind === 'word' && (small || (!called && orderVerbs.has(conceptOf(token.stem))))) return undefined
  return one((token.typo ?? token.text).replace(/['’]s$/, ''), at, token.kind !== 'word')
}

/** A range of addresses; one whose numbers are too large is none. */
const readCidr: Reader = (at, { tokens }) => {
  const token = tokens[at]
  if (token?.kind !== 'cidr') return undefined
  const [size = 0, ...parts] = token.text.split(/[./]/).map(Number).toReversed()
  return parts.every((part) => part <= 255) && size <= 32
    ? one(token.text, at)
    : { ...one(token.text, at), absent: true }
}

/** Words behind which something stands where a stack is, or what it is with. */
const placing = /^(?:in|on|for|with|to|at|from|by|of|and|or)$/

/** What has the name, said before it: `call the stack lab`. */
const readStackName: Reader = (at, context) => {
  const [token, next] = context.tokens.slice(at, at + 2)
  // A file says the rule of names, and is none: `with the naming from company/naming.yaml`.
  if (token?.kind === 'path') return undefined
  // An environment is no stack: `an environment called qa`.
  const said = context.tokens
    .slice(Math.max(0, at - 6), at - 1)
    .findLast(({ word }) => !/^(?:is|be|to|should|shall|will|must|are|has|it)$/.test(word))
  if (/^(?:environment|env|region|account)$/.test(said?.word ?? '') && isCalled(at, context.tokens)) return undefined
  // What says where it is, or which stack, names none: `the stack in Paris`, `the new stack`.
  if (!isCalled(at, context.tokens) && token?.kind === 'word') {
    const isPlace = environmentNames(token.word).length > 0 || regionsNamed(token.word) !== undefined
    if (placing.test(context.tokens[at - 1]?.word ?? '')) return undefined
    // What it runs on is none either, where what it does is one: `the python stack`, `the billing stack`.
    const isTechnology = tradeWords.has(token.word) && !token.word.endsWith('ing')
    const isGeneral = lightWords.has(token.stem) || /^(?:same|other)$/.test(token.word)
    if (next?.word === 'stack' && (isPlace || isGeneral || isTechnology)) return undefined
  }
  const named = /^(?:stack|project|system)$/.test(token?.word ?? '') && next?.kind !== 'mark'
  const found = named ? readWord(at + 1, context) : undefined
  return found ? { ...found, from: at } : readWord(at, context)
}

/** The name of an output, also where its parts are said apart: `the vpc id`. */
const readOutputName: Reader = (at, context) => {
  const said = context.tokens[at]?.word ?? ''
  // What it is of, and that it is one, is no name of it.
  if (
    /^outputs?$/.test(said) ||
    environmentNames(said).length > 0 ||
    /^(?:environments?|envs|roots?|terraform)$/.test(said)
  )
    return undefined
  const found = readWord(at, context)
  const next = context.tokens[at + 1]
  // The root is named once more, and not one of its outputs: `the outputs of the staging root`.
  if (typeof found?.value === 'string' && environmentNames(found.value).length > 0) return undefined
  return found && next?.kind === 'word' && /^(?:id|ids|arn|name|url|endpoint|address|ip|port)$/.test(next.word)
    ? { ...found, value: `${String(found.value)}_${next.word}`, to: at + 2 }
    : found
}

/** How each kind of argument is read. Kinds that are not here are found by their words alone. */
export const readers: Readonly<Record<string, Reader>> = {
  file: readFile,
  'new-file': readNewFile,
  directory: readDirectory,
  'new-directory': readNewDirectory,
  path: readPath,
  root: readRoot,
  code: (at, context) => {
    const root = readRoot(at, context) ?? readAround(at, context)
    if (root && !root.absent) return root
    // One file with code can be looked at as well.
    return (context.tokens[at]?.text ?? '').endsWith('.tf') ? readFile(at, context) : root
  },
  // What has signs that only expressions have is no pattern of names.
  glob: (at, context) =>
    /\\|\.\*|\.\+/.test(context.tokens[at]?.text ?? '')
      ? undefined
      : (ofKind('glob')(at, context) ?? readFileKind(at, context)),
  branch: readBranch,
  'new-branch': readNewName,
  commit: readCommit,
  back: readBack,
  stash: readStash,
  run: records.readRun,
  plan: records.readSavedPlan,
  'any-plan': records.readPlan,
  'terraform-plan': records.readTerraformPlan,
  grant: records.readGrant,
  task: records.readTask,
  conversation: records.readConversation,
  artifact: records.readArtifact,
  operation: records.readOperation,
  agent: records.readAgent,
  tool: records.readTool,
  model: records.readModel,
  provider: records.readProvider,
  'key-holder': records.readKeyHolder,
  region: readRegion,
  environment: readEnvironment,
  account: ofKind('account'),
  cidr: readCidr,
  lock: ofKind('uuid'),
  address: ofKind('address'),
  since: readSince,
  until: readUntil,
  age: readAge,
  seconds: readSeconds,
  hours: readHours,
  number: readNumber,
  limit: readLimit,
  word: readWord,
  name: readWord,
  'output-name': readOutputName,
  spending: readSpending,
  'stack-name': readStackName,
  repository: readDirectory,
  search: texts.readSearch,
  'search-words': texts.readSearchWord,
  person: readPerson,
  image: texts.readImage,
  'spec-file': texts.readSpec,
  'terraform-plan-file': texts.readPlanFile,
  'line-start': texts.readLineStart,
  'line-count': texts.readLineCount,
  'resource-type': texts.readResourceType,
  dimensions: texts.readDimensions,
  'file-name': texts.readFileName,
  'media-type': texts.readMediaType,
  'foreign-id': texts.readForeignId,
  value: texts.readValue,
  'number-text': (at, context) => {
    const reading = readNumber(at, context)
    return reading && { ...reading, value: String(reading.value as number) }
  },
  quoted: ofKind('quoted'),
  assignment: readAssignment,
  setting: texts.readUnknownSetting,
  secret: texts.readSecret,
}

/** Kinds that are recognised wherever they stand, without words around them. */
export const selfEvident: ReadonlySet<string> = new Set([
  'file',
  'directory',
  'path',
  'root',
  'code',
  'glob',
  'branch',
  'commit',
  'back',
  'stash',
  'run',
  'plan',
  'any-plan',
  'terraform-plan',
  'grant',
  'task',
  'conversation',
  'artifact',
  'operation',
  'agent',
  'tool',
  'model',
  'provider',
  'key-holder',
  'region',
  'environment',
  'account',
  'cidr',
  'spending',
  'lock',
  'address',
  'image',
  'spec-file',
  'terraform-plan-file',
  'line-start',
  'line-count',
  'resource-type',
  'media-type',
  'new-file',
  'limit',
  'secret',
  'assignment',
  'quoted',
])
