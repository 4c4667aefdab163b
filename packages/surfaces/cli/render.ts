import { type Change, type Envelope, type ErrorData, type Finding, isObject, type Preview } from '@nimbus/kernel'
import { visible } from '@nimbus/view'
import { fold } from './fold.ts'
import { oneLine, type Style } from './style.ts'

const cell = (value: unknown): string => {
  if (value === undefined || value === null) return '–'
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value))
}

const isNumeric = (rows: readonly Record<string, unknown>[], column: string): boolean =>
  rows.every((row) => typeof row[column] === 'number')

/** Rows as aligned columns; numbers to the right. */
export const table = (rows: readonly Record<string, unknown>[], style: Style): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) =>
    rows.some((row) => row[column] !== undefined),
  )
  const cells = rows.map((row) => columns.map((column) => cell(row[column])))
  const names = columns.map(oneLine)
  const widths = names.map((name, i) =>
    Math.max(Bun.stringWidth(name), ...cells.map((row) => Bun.stringWidth(row[i] ?? ''))),
  )
  const pad = (text: string, i: number): string => {
    const space = ' '.repeat(Math.max(0, (widths[i] ?? 0) - Bun.stringWidth(text)))
    return isNumeric(rows, columns[i] ?? '') ? space + text : text + space
  }
  const line = (texts: readonly string[]) => texts.map(pad).join('  ').trimEnd()
  return [style.dim(line(names)), ...cells.map(line)].join('\n')
}

/** Any result as text: fields aligned, lists of records as tables, long texts below their name. */
export const renderData = (data: unknown, style: Style, indent = ''): string => {
  if (data === undefined || data === null) return ''
  if (Array.isArray(data)) {
    if (data.length === 0) return `${indent}${style.dim('none')}`
    const text = data.every(isObject) ? table(data, style) : data.map(cell).join('\n')
    return text
      .split('\n')
      .map((line) => indent + line)
      .join('\n')
  }
  if (!isObject(data)) return indent + (typeof data === 'string' ? visible(data) : JSON.stringify(data))
  const fields = Object.entries(data).flatMap(([name, value]): [string, unknown][] =>
    value === undefined ? [] : [[oneLine(name), value]],
  )
  const width = Math.max(0, ...fields.map(([name]) => Bun.stringWidth(name)))
  return fields
    .map(([name, value]) => {
      const nested = (Array.isArray(value) && value.some(isObject)) || isObject(value)
      if (nested) return `${indent}${style.bold(name)}\n${renderData(value, style, `${indent}  `)}`
      if (typeof value === 'string' && value.includes('\n'))
        return `${indent}${style.bold(name)}\n${visible(value)
          .split('\n')
          .map((line) => `${indent}  ${line}`)
          .join('\n')}`
      const shown = Array.isArray(value) ? value.map(cell).join(', ') || style.dim('none') : cell(value)
      return `${indent}${style.dim(name.padEnd(width))}  ${shown}`
    })
    .join('\n')
}

// Lines that fit stay as they were written: they may be the output of a program.
const foldLong = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => (Bun.stringWidth(line) > width ? fold(line, width).split('\n') : [line]))
    .join('\n       ')

/** An error in its four parts, the reason folded to a width; what is to be done stays whole, to be copied. */
export const renderError = (error: ErrorData, style: Style, width = Number.POSITIVE_INFINITY): string =>
  [
    `${style.red('✗')} ${visible(error.message).split('\n').join('\n  ')}`,
    ...(['at', 'why', 'next'] as const).flatMap((part) => {
      const text = error[part]
      if (!text) return []
      return [
        `  ${style.dim(part.padEnd(4))} ${foldLong(visible(text), part === 'why' ? width - 7 : Number.POSITIVE_INFINITY)}`,
      ]
    }),
  ].join('\n')

const symbols: Record<Change['effect'], string> = { read: ' ', create: '+', update: '~', delete: '-' }

const paintDiff = (diff: string, style: Style): string =>
  visible(diff)
    .split('\n')
    .map((line) => {
      if (line.startsWith('+')) return `    ${style.green(line)}`
      return `    ${line.startsWith('-') ? style.red(line) : style.dim(line)}`
    })
    .join('\n')

/** What would change: context first, then every resource with its effect; what is deleted comes first. */
export const renderPreview = (preview: Preview, style: Style): string => {
  const order = ['delete', 'update', 'create', 'read']
  const changes = [...preview.changes].sort((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect))
  const paint = (effect: Change['effect'], text: string) =>
    effect === 'delete'
      ? style.red(text)
      : effect === 'update'
        ? style.yellow(text)
        : effect === 'create'
          ? style.green(text)
          : text
  return [
    ...(preview.context ?? []).map(oneLine),
    ...changes.flatMap(({ effect, resource, summary, diff }) => [
      `${paint(effect, `${symbols[effect]} ${effect.padEnd(6)}`)} ${oneLine(resource)}${summary ? style.dim(`  ${oneLine(summary)}`) : ''}`,
      ...(diff ? [paintDiff(diff, style)] : []),
    ]),
    ...(changes.length === 0 ? [style.dim('no change')] : []),
  ].join('\n')
}

const marks: Record<Finding['status'], string> = { pass: '✓', fail: '✗', unknown: '?' }

/** Findings that a person should see: what failed and what is unknown. */
export const renderFindings = (findings: readonly Finding[], style: Style): string =>
  findings
    .filter(({ status }) => status !== 'pass')
    .map(({ status, message, at }) => {
      const mark = status === 'fail' ? style.red(marks[status]) : style.yellow(marks[status])
      return `${mark} ${oneLine(message)}${at ? style.dim(`  ${oneLine(at)}`) : ''}`
    })
    .join('\n')

/** How to take a run back, in one line; of what changed nothing, its own text has said so. */
export const renderUndo = (envelope: Envelope, style: Style): string => {
  if (!envelope.undo) return ''
  if ('irreversible' in envelope.undo && envelope.undo.irreversible === 'nothing was changed') return ''
  if ('irreversible' in envelope.undo) return style.dim(`cannot be undone: ${envelope.undo.irreversible}`)
  return style.dim(`undo with: nimbus undo ${envelope.run}`)
}
