import type { Reader } from './reading.ts'
import { one } from './reading.ts'

/** What files of a kind are called, by the ending that they have. */
const endings: Readonly<Record<string, readonly string[]>> = {
  md: ['md', 'markdown'],
  ts: ['ts', 'typescript'],
  js: ['js', 'javascript'],
  py: ['py', 'python'],
  go: ['golang'],
  rs: ['rs', 'rust'],
  rb: ['rb', 'ruby'],
  sh: ['sh', 'shell', 'bash'],
  tf: ['tf', 'terraform'],
  tfvars: ['tfvars'],
  hcl: ['hcl'],
  json: ['json'],
  jsonl: ['jsonl'],
  yml: ['yml'],
  yaml: ['yaml'],
  toml: ['toml'],
  csv: ['csv'],
  sql: ['sql'],
  css: ['css'],
  html: ['html'],
  txt: ['txt'],
  log: ['log'],
}

const byName = new Map(Object.entries(endings).flatMap(([ending, names]) => names.map((name) => [name, ending])))

const files = /^(?:files?|sources?|scripts?|code)$/

/** Verbs that look at the files themselves, and not for something in them. */
const looking = /^(?:show|list|open|see|read|print|display|cat|name)$/

/** The files of one kind, by what people call that: `all markdown files`, `the .ts files`. */
export const readFileKind: Reader = (at, { tokens, world }) => {
  const [token, noun] = [tokens[at], tokens[at + 1]]
  if (!token || token.kind === 'quoted' || !files.test(noun?.word ?? '')) return undefined
  if (tokens.some(({ word }) => looking.test(word)) && !tokens.some(({ kind }) => kind === 'quoted')) return undefined
  const ending = byName.get(token.text.toLowerCase().replace(/^\./, ''))
  if (ending === undefined) return undefined
  // Both are endings of one kind of file: the one that is here is meant.
  const here = (each: string): boolean => world.files.some((file) => file.endsWith(`.${each}`))
  const said = ending === 'yaml' && here('yml') && !here('yaml') ? 'yml' : ending
  return { ...one(`*.${said}`, at), to: at + 2 }
}
