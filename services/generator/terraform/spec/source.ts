import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, visit } from 'yaml'
import type { Path, Problem } from '../problem.ts'

/** Largest spec that is read, in bytes; a real one has a few kilobytes. */
export const largestSpec = 1_048_576

/** What a spec says, as plain data, with a way back to where it says it. */
export type Source = {
  readonly value: unknown
  /** `file:line:column` of a value, or of its key; of the nearest parent when the path itself is absent. */
  readonly locate: (path: Path, part: 'key' | 'value') => string
}

/** Fields whose digits matter as written: `1.30` is not `1.3`, and an account number may start with 0. */
const readAsWritten = new Set(['version', 'account'])

/**
 * Reads YAML (JSON is a part of it) and keeps positions.
 *
 * Refuses what no person writes as a spec: files over one megabyte, binary content, several documents, duplicate keys
 * and aliases, which can make a few bytes stand for gigabytes.
 */
export function readSource(bytes: Uint8Array, file: string): { source: Source } | { problems: readonly Problem[] } {
  const refused = refuse(bytes)
  if (refused) return { problems: [{ at: file, ...refused }] }

  const text = new TextDecoder().decode(bytes)
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, stringKeys: true })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [document, second] = Array.isArray(documents) ? documents : []
  if (!document?.contents) {
    return {
      problems: [
        {
          message: 'spec: the file is empty',
          at: `${file}:1:1`,
          next: 'say in it at least name, region and components, such as components: { vpc: {} }',
        },
      ],
    }
  }
  if (second) {
    const why = 'the file holds several YAML documents; one spec is one document'
    return { problems: [{ message: 'spec: more than one document', at: at(second.range[0]), why, next: 'remove ---' }] }
  }
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      message: `spec: ${error.code === 'DUPLICATE_KEY' ? 'a key is given twice' : 'this is not YAML'}`,
      at: at(error.pos[0]),
      why: error.message,
      next: error.code === 'DUPLICATE_KEY' ? 'keep one of the two' : 'correct the text at this place',
    }))
    return { problems }
  }

  let alias: number | undefined
  visit(document, {
    Alias(_, node) {
      alias ??= node.range?.[0] ?? 0
      return visit.BREAK
    },
    Pair(_, pair) {
      const written = isScalar(pair.key) && readAsWritten.has(String(pair.key.value))
      if (written && isScalar(pair.value) && typeof pair.value.value === 'number') pair.value.value = pair.value.source
    },
  })
  if (alias !== undefined) {
    const why = 'an alias repeats another part of the file, and a few nested ones can fill the memory'
    return { problems: [{ message: 'spec: aliases are not read', at: at(alias), why, next: 'write the part out' }] }
  }

  const contents = document.contents
  return { source: { value: document.toJS(), locate: (path, part) => at(offsetOf(contents, path, part)) } }
}

/** Says that a file of this many bytes is too large for a spec. */
export function tooLarge(bytes: number): Omit<Problem, 'at'> {
  return {
    message: `spec: ${(bytes / largestSpec).toFixed(1)} MB is more than a spec can have`,
    why: 'at most 1 MB is read',
    next: 'name the spec file itself; it has a few kilobytes',
  }
}

function refuse(bytes: Uint8Array): Omit<Problem, 'at'> | undefined {
  if (bytes.length > largestSpec) return tooLarge(bytes.length)
  const next = 'name a YAML or JSON file in UTF-8'
  if (bytes.includes(0)) return { message: 'spec: this is a binary file', why: 'it holds a zero byte', next }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return undefined
  } catch {
    return { message: 'spec: this is not text', why: 'it is not valid UTF-8', next }
  }
}

function offsetOf(root: Node, path: Path, part: 'key' | 'value'): number {
  let node: Node = root
  let offset = root.range?.[0] ?? 0
  for (const [index, step] of path.entries()) {
    const next = child(node, step)
    if (!next) return offset
    const last = index === path.length - 1
    offset = (last && part === 'key' ? next.key : next.value)?.range?.[0] ?? next.key?.range?.[0] ?? offset
    if (!next.value) return offset
    node = next.value
  }
  return offset
}

function child(node: Node, step: string | number): { key?: Node; value?: Node } | undefined {
  if (isAlias(node)) return undefined
  if (isSeq(node)) return { value: node.items[Number(step)] as Node | undefined }
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
  return pair && { key: pair.key as Node, value: (pair.value as Node | null) ?? undefined }
}
