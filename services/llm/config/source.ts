import type { Node, YAMLParseError } from 'yaml'
import { dotted, type Path, type Problem } from './problem.ts'

/** Largest file of configuration that is read, in bytes; a real one has a few kilobytes. */
export const largestFile = 1_048_576

/** What a file says, as plain data, with a way back to where it says it. */
export interface Source {
  /** As a person knows it. */
  file: string
  value: unknown
  /** `file:line:column` of a value or its key; of the nearest parent when the path is not there. */
  locate: (path: Path, part?: 'key' | 'value') => string
  /** Whether the value was written without quotes: then what stands for a variable in it may be a number. */
  isPlain: (path: Path) => boolean
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
  const parsed = yaml.parseAllDocuments(text, options)
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [document, second] = Array.isArray(parsed) ? parsed : []
  if (!document) return { file, value: {}, locate: () => `${file}:1:1`, isPlain: () => false }
  if (document.errors.length > 0) return { problems: syntaxProblems(document.errors, text).map(placed(at)) }
  if (second)
    return {
      problems: [
        {
          message: 'there is more than one document in the file',
          at: at(second.range[0]),
          why: 'one configuration is one document',
          next: 'remove ---',
        },
      ],
    }

  let alias: number | undefined
  yaml.visit(document, {
    Alias(_, node) {
      alias ??= node.range?.[0] ?? 0
      return yaml.visit.BREAK
    },
  })
  if (alias !== undefined)
    return {
      problems: [
        {
          message: 'aliases are not read',
          at: at(alias),
          why: 'an alias repeats another part of the file, and a few nested ones can fill the memory',
          next: 'write the part out',
        },
      ],
    }

  const { contents } = document
  const child = (node: Node | undefined, step: string | number): { key?: Node; value?: Node } | undefined => {
    if (yaml.isSeq(node)) {
      const value = node.items[Number(step)]
      return yaml.isNode(value) ? { value } : undefined
    }
    if (!yaml.isMap(node)) return undefined
    const pair = node.items.find(({ key }) => yaml.isScalar(key) && String(key.value) === String(step))
    if (!pair) return undefined
    return {
      ...(yaml.isNode(pair.key) ? { key: pair.key } : {}),
      ...(yaml.isNode(pair.value) ? { value: pair.value } : {}),
    }
  }
  const find = (path: Path): { found: boolean; key?: Node; value?: Node; offset: number } => {
    let value: Node | undefined = contents ?? undefined
    let key: Node | undefined
    let offset = value?.range?.[0] ?? 0
    for (const step of path) {
      const next = child(value, step)
      if (!next) return { found: false, offset }
      key = next.key
      value = next.value
      offset = key?.range?.[0] ?? value?.range?.[0] ?? offset
    }
    return { found: true, offset, ...(key ? { key } : {}), ...(value ? { value } : {}) }
  }
  const known = new Map<string, string>()
  return {
    file,
    value: document.toJS() ?? {},
    locate(path, part = 'value') {
      const name = `${part} ${dotted(path)}`
      const before = known.get(name)
      if (before !== undefined) return before
      const { found, key, value, offset } = find(path)
      const range = found ? (part === 'key' ? (key ?? value) : (value ?? key))?.range : undefined
      const place = at(range?.[0] ?? offset)
      known.set(name, place)
      return place
    },
    isPlain(path) {
      const { value } = find(path)
      return yaml.isScalar(value) && value.type === 'PLAIN'
    },
  }
}
