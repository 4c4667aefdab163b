import { readFileSync } from 'node:fs'
import { fileStamp } from '@nimbus/edited-file/file-stamp'
import type { ErrorData } from '@nimbus/kernel'

/** Configuration files larger than this are refused. */
const largest = 1_048_576

/** Files with more anchors and aliases than this are refused. */
const mostReferences = 1000

/** A YAML file as read: its value, or what is wrong with it. */
export interface YamlFile {
  path: string
  value: unknown
  problem?: Pick<ErrorData, 'message' | 'at' | 'why' | 'next'>
}

// A server reads policy and settings on every call; the files rarely change.
const read = new Map<string, { stamp: string; file: YamlFile }>()

/** Reads a YAML file; an absent or empty one is `{}`. The parser is loaded only when there is a file. */
export const readYaml = async (path: string): Promise<YamlFile> => {
  const status = fileStamp(path)
  if (!status) return { path, value: {} }
  const known = read.get(path)
  if (known?.stamp === status.stamp) return known.file
  const file = await parseFile(path, status)
  read.set(path, { stamp: status.stamp, file })
  return file
}

const textOf = (path: string): string | Error => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const notYaml = (path: string, why: string, at = path): YamlFile => ({
  path,
  value: {},
  problem: {
    message: 'The file cannot be read as YAML',
    at,
    why,
    next: 'mend it there',
  },
})

const parseFile = async (path: string, { size, isFile }: { size: number; isFile: boolean }): Promise<YamlFile> => {
  // A link to a device in a hostile repository would never end.
  if (!isFile) return notYaml(path, 'it is no ordinary file')
  if (size > largest)
    return { path, value: {}, problem: { message: `${path} is larger than 1 MiB`, at: path, next: 'make it smaller' } }
  const [{ isAlias, isNode, LineCounter, parseDocument }, { nodesIn, repeatedKeys }] = await Promise.all([
    import('yaml'),
    import('@nimbus/yaml-source/nodes'),
  ])
  const lineCounter = new LineCounter()
  const text = textOf(path)
  if (text instanceof Error) return notYaml(path, text.message)
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: false,
    // Ordered maps compare every key with all others.
    resolveKnownTags: false,
  })
  const refusedAt = (offset: number, why: string) => {
    const { line, col } = lineCounter.linePos(offset)
    return notYaml(path, why, `${path}:${line}:${col}`)
  }
  const [error] = document.errors
  if (error) return refusedAt(error.pos[0], error.message)
  const [repeated] = repeatedKeys(document.contents)
  if (repeated) return refusedAt(repeated.range?.[0] ?? 0, 'the key is given twice')
  let references = 0
  // The parser looks for what each alias means among all anchors.
  for (const node of nodesIn(document.contents))
    if ((isAlias(node) || (isNode(node) && 'anchor' in node && node.anchor)) && ++references > mostReferences)
      return notYaml(path, `it has more than ${mostReferences} anchors and aliases`)
  try {
    return { path, value: document.toJS({ maxAliasCount: 50 }) ?? {} }
  } catch (thrown) {
    // Aliases that multiply, or that name nothing.
    return notYaml(path, thrown instanceof Error ? thrown.message : String(thrown))
  }
}
