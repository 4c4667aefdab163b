import type { Document, YAMLParseError } from 'yaml'
import type { Problem } from './problem.ts'
import { type Places, placesIn, type Yaml } from './source-places.ts'

/** Largest file of configuration that is read, in bytes; a real one has a few kilobytes. */
export const largestFile = 1_048_576

/** What a file says, as plain data, with a way back to where it says it. */
export interface Source extends Places {
  /** As a person knows it. */
  file: string
  value: unknown
}

const refusal = (bytes: Uint8Array): Omit<Problem, 'at'> | undefined => {
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

type Placed = Omit<Problem, 'at'> & { offset: number }

const placed =
  (at: (offset: number) => string) =>
  ({ offset, ...problem }: Placed): Problem => ({ ...problem, at: at(offset) })

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

/** What the parser found: every key that is given twice, and of what is no YAML the first, from which the rest follows. */
const syntaxProblems = (errors: readonly YAMLParseError[], text: string): Placed[] => {
  const broken = errors.find(({ code }) => code !== 'DUPLICATE_KEY')
  if (broken) return [syntaxProblem(broken, text)]
  return errors.slice(0, 20).map(({ pos: [offset] }) => {
    const key = /^[^\s:]+/.exec(text.slice(offset))?.[0]
    return {
      offset,
      message: `${key ?? 'a key'} is given twice`,
      why: 'one of the two would hide the other',
      next: 'keep one of them',
    }
  })
}

const firstAlias = (document: Document, { visit }: Yaml): number | undefined => {
  let alias: number | undefined
  visit(document, {
    Alias(_, node) {
      alias ??= node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return alias
}

const problemsOf = ([document, second]: readonly Document.Parsed[], text: string, yaml: Yaml): Placed[] => {
  if (!document) return []
  if (document.errors.length > 0) return syntaxProblems(document.errors, text)
  if (second)
    return [
      {
        message: 'there is more than one document in the file',
        offset: second.range[0],
        why: 'one configuration is one document',
        next: 'remove ---',
      },
    ]
  const alias = firstAlias(document, yaml)
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

/**
 * Reads YAML and keeps positions. An empty file says nothing.
 *
 * Refuses what no person writes as a configuration: binary content, several documents, a key given twice, and aliases,
 * a few of which can stand for gigabytes. The parser is loaded only when there is a file.
 */
export const readSource = async (bytes: Uint8Array, file: string): Promise<Source | { problems: Problem[] }> => {
  const refused = refusal(bytes)
  if (refused) return { problems: [{ at: file, ...refused }] }
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'silent' } as const
  const text = new TextDecoder().decode(bytes)
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const parsed = yaml.parseAllDocuments(text, options)
  const documents: readonly Document.Parsed[] = 'empty' in parsed ? [] : parsed
  const problems = problemsOf(documents, text, yaml)
  if (problems.length > 0) return { problems: problems.map(placed(at)) }
  const [document] = documents
  if (!document) return { file, value: {}, locate: () => `${file}:1:1`, isPlain: () => false }
  return { file, value: document.toJS() ?? {}, ...placesIn(document.contents ?? undefined, at, yaml) }
}
