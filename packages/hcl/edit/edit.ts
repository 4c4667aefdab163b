import type { Body, ParsedFile } from '../parse/tree.ts'
import type { Block, Value } from '../print/document.ts'
import { attribute } from '../print/document.ts'
import { unit } from '../print/lines.ts'
import { printItems } from '../print/print.ts'

/** A body of a parsed file: the file's own, or a block's. */
type Place = { readonly file: ParsedFile; readonly body: Body }

/**
 * Gives the file's text with an attribute set. An existing one has only its expression replaced; a new one goes after
 * the last attribute of the body. Every other character stays as it was, also spacing that a formatter would change.
 */
export function setAttribute({ file, body }: Place, name: string, value: Value): string {
  const existing = body.attributes.find((candidate) => candidate.name === name)
  const level = depthOf(file, body)
  const printed = printItems([attribute(name, value)], level).trim()
  if (existing) {
    const { start, end } = existing.expression.range
    const text = printed.slice(printed.indexOf('=') + 2)
    return splice(file.text, start.offset, end.offset, text + afterHeredoc(text, file.text, end.offset))
  }
  return insertLines(file, body, body.attributes.at(-1)?.range.end.offset, unit.repeat(level) + printed)
}

/**
 * Gives the file's text without an attribute, its line and the comment behind it on that line; unchanged when the body
 * does not have it.
 */
export function removeAttribute({ file, body }: Place, name: string): string {
  const existing = body.attributes.find((candidate) => candidate.name === name)
  if (!existing) return file.text
  const start = existing.range.start.offset
  const end = existing.range.end.offset
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = lineEndAfter(file.text, end)
  const aloneBefore = file.text.slice(lineStart, start).trim() === ''
  const aloneAfter = /^[ \t]*(#.*|\/\/.*)?\r?$/.test(file.text.slice(end, lineEnd))
  if (!aloneBefore || !aloneAfter) return splice(file.text, start, end, '')
  return splice(file.text, lineStart, Math.min(lineEnd + 1, file.text.length), '')
}

/** Gives the file's text with a block added at the end of the body, set apart by an empty line. */
export function insertBlock({ file, body }: Place, block: Block): string {
  const level = depthOf(file, body)
  const printed = printItems([block], level).trimEnd()
  const items = [...body.attributes, ...body.blocks]
  const last = Math.max(-1, ...items.map(({ range }) => range.end.offset))
  return insertLines(file, body, last === -1 ? undefined : last, last === -1 ? printed : `\n${printed}`)
}

function insertLines(file: ParsedFile, body: Body, after: number | undefined, lines: string): string {
  const { text } = file
  const bodyStart = body.range.start.offset
  const bodyEnd = body.range.end.offset
  const isFile = bodyEnd === text.length && bodyStart === 0
  if (!isFile && body.range.start.line === body.range.end.line) return openOneLine(text, body, lines)
  if (after === undefined) {
    if (isFile) return splice(text, bodyEnd, bodyEnd, `${text === '' || text.endsWith('\n') ? '' : '\n'}${lines}\n`)
    const at = lineEndAfter(text, bodyStart)
    return splice(text, at, at, `\n${lines}`)
  }
  const at = lineEndAfter(text, after)
  return splice(text, at, at, at === text.length ? `\n${lines}\n` : `\n${lines}`)
}

// `b { a = 1 }` may hold one attribute only, so what is added opens it into lines.
function openOneLine(text: string, body: Body, lines: string): string {
  const start = body.range.start.offset
  const end = body.range.end.offset
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1))?.[0] ?? ''
  const held = text.slice(start, end).trim() === '' ? '' : `\n${indent}${unit}`
  return `${text.slice(0, start)}${held}${text.slice(start, end)}\n${lines}\n${indent}${text.slice(end)}`
}

// Nothing may follow a heredoc's marker on its line.
function afterHeredoc(printed: string, text: string, end: number): string {
  const isHeredoc = printed.startsWith('<<')
  return isHeredoc && text.slice(end, lineEndAfter(text, end)).trim() !== '' ? '\n' : ''
}

function depthOf({ body: root, text }: ParsedFile, body: Body): number {
  if (body === root) return 0
  const lineStart = text.lastIndexOf('\n', body.range.start.offset - 1) + 1
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? ''
  return Math.floor(indent.replaceAll('\t', unit).length / unit.length) + 1
}

function lineEndAfter(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  return at === -1 ? text.length : at
}

function splice(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end)
}
