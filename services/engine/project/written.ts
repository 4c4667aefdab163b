import { edited, printed } from '@nimbus/yaml-edit'
import { isMap, isScalar, parseDocument } from 'yaml'
import type { Plain, PlainMap } from './facts.ts'
import type { Edit } from './merge.ts'
import { aboutSection, sectionOrder } from './sections.ts'

const header = `# What Nimbus knows of this project; plans use it. Written by \`nimbus init\`, and yours to edit: what you change, add
# or take out stays when it runs again. Commit it together with project-generated.json, which tells your edits apart.
`

const sectionText = (section: string, value: Plain): string => {
  const about = aboutSection(section)
  return `\n${about ? `# ${about}\n` : ''}${printed({ [section]: value }, 'flow')}`
}

const places: ReadonlyMap<string, number> = new Map(sectionOrder.map((section, index) => [section, index]))

const inOrder = (sections: PlainMap): [string, Plain][] =>
  Object.entries(sections).sort(([a], [b]) => (places.get(a) ?? places.size) - (places.get(b) ?? places.size))

/** The project file as it is written when there is none. */
export const freshText = (facts: PlainMap): string =>
  header +
  inOrder(facts)
    .map(([section, value]) => sectionText(section, value))
    .join('')

const isBlockMap = (text: string): boolean => {
  const { contents } = parseDocument(text)
  return contents === null || (isScalar(contents) && contents.value === null) || (isMap(contents) && !contents.flow)
}

/**
 * A project file with edits made in it: lines that they do not touch stay as they are, byte for byte. New sections go to
 * the end, with their comment.
 */
export const withEdits = (text: string, edits: readonly Edit[]): string => {
  const sections: Record<string, Plain> = {}
  let result = text
  const appends = isBlockMap(text)
  for (const { path, value } of edits) {
    const [section = ''] = path
    if (appends && path.length === 1 && value !== undefined && !hasKey(text, section)) sections[section] = value
    else {
      const plain = path.length === 1 && value === undefined ? withoutComment(result, section) : result
      result = edited(plain, path, value, { lists: 'flow' })
    }
  }
  const more = inOrder(sections).map(([section, value]) => sectionText(section, value))
  return more.length === 0 ? result : (result === '' || result.endsWith('\n') ? result : `${result}\n`) + more.join('')
}

// The comment that we put above a section goes with it; one of a person's does not.
const withoutComment = (text: string, section: string): string =>
  text.replace(`\n# ${aboutSection(section)}\n${section}:`, () => `${section}:`)

const hasKey = (text: string, key: string): boolean => {
  const { contents } = parseDocument(text)
  return isMap(contents) && contents.has(key)
}

/** Whether a person put a comment on what an edit would replace by whole lines or remove, which would be lost with it. */
export const losesComment = (text: string, { path, value }: Edit): boolean => {
  const document = parseDocument(text)
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (!isMap(parent)) return false
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
  const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined
  const node: unknown = pair?.value
  const range =
    node && typeof node === 'object' && 'range' in node && Array.isArray(node.range) ? node.range : undefined
  const end: unknown = range?.[1]
  if (start === undefined || typeof end !== 'number') return false
  const inLine = text.indexOf('\n', end)
  const slice = text.slice(start, text[end - 1] === '\n' || inLine < 0 ? end : inLine)
  if (!/(^|\s)#/.test(slice)) return false
  // Within a line the value alone is replaced, and a comment behind it stays.
  return value === undefined || slice.includes('\n')
}
