import {
  type Document,
  isAlias,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseAllDocuments,
  type YAMLParseError,
} from 'yaml'
import { nodesIn, repeatedKeys } from './nodes.ts'
import { type Places, placesIn } from './places.ts'

/** What a file says, as plain data, with a way back to where it says it. */
export interface Source extends Places {
  /** Undefined when the file says nothing. */
  value: unknown
}

/** Why a file is not read, or one of the reasons. */
export interface SourceProblem {
  message: string
  /** `file:line:column`, counted from 1; the file alone where it is no text. */
  at: string
  why: string
  next: string
}

type Said = Omit<SourceProblem, 'at'>

const refusal = (bytes: Uint8Array): Said | undefined => {
  const next = 'write it as YAML, in UTF-8'
  if (bytes.includes(0)) return { message: 'the file is binary', why: 'it holds a zero byte', next }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return undefined
  } catch {
    // The only error of a fatal decoder.
    return { message: 'the file is not text', why: 'it is not valid UTF-8', next }
  }
}

/** A problem with the offset in the text that it is about. */
type Placed = Said & { offset: number }

/** How far around a problem a variable is looked for, in characters. */
const near = 100

/** Whether a variable without quotes stands where the parser gave up. */
const hasBareVariable = (text: string, offset: number): boolean =>
  /[^"'$\w]\$\{/.test(text.slice(Math.max(0, offset - near), offset + near))

const syntaxProblem = ({ message, pos: [offset] }: YAMLParseError, text: string): Placed => ({
  offset,
  message: 'this is not YAML',
  why: message,
  // Braces open a map there, and the parser says so in words of its own.
  next: hasBareVariable(text, offset) ? 'put a variable in quotes: "${NAME}"' : 'correct the text at this place',
})

const mostRepeated = 20

/** Keys that are given twice, as far as anybody would read on. */
const repeatedProblems = (document: Document.Parsed, text: string): Placed[] =>
  [...repeatedKeys(document.contents).take(mostRepeated)].map(({ range }) => {
    const offset = range?.[0] ?? 0
    const key = /^[^\s:]+/.exec(text.slice(offset))?.[0]
    return {
      offset,
      message: `${key ?? 'a key'} is given twice`,
      why: 'one of the two would hide the other',
      next: 'keep one of them',
    }
  })

const firstAlias = ({ contents }: Document.Parsed): number | undefined => {
  for (const node of nodesIn(contents)) if (isAlias(node)) return node.range?.[0] ?? 0
  return undefined
}

const problemsOf = ([document, second]: readonly Document.Parsed[], text: string): Placed[] => {
  if (!document) return []
  const [broken] = document.errors
  // What else the parser found follows from the first.
  if (broken) return [syntaxProblem(broken, text)]
  const repeated = repeatedProblems(document, text)
  if (repeated.length > 0) return repeated
  if (second)
    return [
      {
        message: 'there is more than one document in the file',
        offset: second.range[0],
        why: 'one configuration is one document',
        next: 'remove ---',
      },
    ]
  const alias = firstAlias(document)
  if (alias === undefined) return []
  return [
    {
      message: 'aliases are not read',
      offset: alias,
      why: 'an alias repeats another part of the file, and a few nested ones can fill the memory',
      next: 'write the part out',
    },
  ]
}

/** Keeps the digits of plain numbers under these keys as they were written: `1.30` is not `1.3`. */
const keepWritten = (root: Node, keys: ReadonlySet<string>): void => {
  for (const node of nodesIn(root)) {
    if (!isPair(node) || !isScalar(node.key) || !isScalar(node.value)) continue
    if (typeof node.value.value === 'number' && keys.has(String(node.key.value))) node.value.value = node.value.source
  }
}

const noKeys: ReadonlySet<string> = new Set()

/**
 * Reads YAML, of which JSON is a part, and keeps positions. What stands under the keys `asWritten` is text.
 *
 * Refuses what no person writes as a configuration: binary content, several documents, a key given twice, and aliases,
 * a few of which can stand for gigabytes.
 */
export const readSource = (
  bytes: Uint8Array,
  file: string,
  asWritten: ReadonlySet<string> = noKeys,
): Source | { problems: SourceProblem[] } => {
  const refused = refusal(bytes)
  if (refused) return { problems: [{ ...refused, at: file }] }
  const lineCounter = new LineCounter()
  const text = new TextDecoder().decode(bytes)
  const at = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const options = {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'silent',
    uniqueKeys: false,
    // Ordered maps compare every key with all others.
    resolveKnownTags: false,
  } as const
  const parsed = parseAllDocuments(text, options)
  const documents: readonly Document.Parsed[] = 'empty' in parsed ? [] : parsed
  const problems = problemsOf(documents, text)
  if (problems.length > 0) return { problems: problems.map(({ offset, ...said }) => ({ ...said, at: at(offset) })) }
  const [document] = documents
  if (!document?.contents) return { value: undefined, locate: () => `${file}:1:1`, isPlain: () => false }
  if (asWritten.size > 0) keepWritten(document.contents, asWritten)
  return { value: document.toJS(), ...placesIn(document.contents, at) }
}
