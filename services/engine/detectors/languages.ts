import { type Detector, type Plain, type PlainMap, sorted } from '../project/facts.ts'
import type { Tree } from '../tree/tree.ts'
import { languageEndings } from './language-endings.ts'

/** What is written in one language. */
export interface LanguageShare {
  files: number
  lines: number
  /** Percent of all lines, rounded; below 1 it is 0. */
  share: number
}

/** Files that tools write, which would count for more than what people write. */
const generated = /(\.min\.js|\.pb\.go|_pb2\.py|\.g\.dart|\.generated\.\w+|\.d\.ts)$/

const languageOf = (path: string): string | undefined => {
  if (generated.test(path)) return undefined
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return Object.hasOwn(languageEndings, ending) ? languageEndings[ending] : undefined
}

/** Counts files and lines by language, most lines first. Ends early when the time is up, and says so in the notes. */
export const countLanguages = async (tree: Tree): Promise<Map<string, LanguageShare>> => {
  const counts = new Map<string, { files: number; lines: number }>()
  let all = 0
  for (const [index, path] of tree.files.entries()) {
    const language = languageOf(path)
    if (language === undefined) continue
    if (!(await tree.goOn('files for their lines', index, tree.files.length))) break
    const lines = tree.lines(path)
    if (lines === undefined) continue
    const count = counts.get(language) ?? { files: 0, lines: 0 }
    counts.set(language, { files: count.files + 1, lines: count.lines + lines })
    all += lines
  }
  const shares = [...counts].map(([name, { files, lines }]): [string, LanguageShare] => {
    return [name, { files, lines, share: all === 0 ? 0 : Math.round((lines / all) * 100) }]
  })
  return new Map(shares.sort(([a, left], [b, right]) => right.lines - left.lines || (a < b ? -1 : 1)))
}

/** Languages by their share of all lines. Below one percent they are left out: they come and go with every commit. */
export const languages: Detector = {
  section: 'languages',
  about: 'Percent of the lines of code.',
  of: 'project',
  async find({ tree }) {
    const shares = [...(await countLanguages(tree))].filter(([, { share }]) => share > 0)
    const facts: PlainMap = sorted(shares.map(([name, { share }]): [string, Plain] => [name, share]))
    return shares.length > 0 ? { facts } : {}
  },
}
