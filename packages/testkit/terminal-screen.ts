interface Cell {
  text: string
  /** The SGR codes that it was written with, with `;` between them. */
  style: string
}

type Row = (Cell | undefined)[]

/** What a terminal shows of what it is sent. */
export interface TerminalScreen {
  write(text: string): void
  resize(columns: number, rows: number): void
  /** The rows that have scrolled away and those that are to be seen, without colours, down to the last one with text. */
  all(): string[]
  /** The rows that are to be seen. */
  visible(): string[]
  /** The same as `all`, with the codes of colours and marks. */
  styled(): string[]
  /** The cursor among the rows that are to be seen, counted from 0. */
  cursor(): { x: number; y: number }
}

const plain = (row: Row): string => {
  let text = ''
  for (let x = 0; x < row.length; x += 1) text += row[x]?.text ?? ' '
  return text.trimEnd()
}

const codesOf = (style: string): string[] => style.split(';').filter(Boolean)

const marked = (row: Row): string => {
  let text = ''
  let style = ''
  for (let x = 0; x < plain(row).length; x += 1) {
    const cell = row[x] ?? { text: ' ', style: '' }
    if (cell.style !== style)
      text += `\u001b[0m${codesOf(cell.style)
        .map((code) => `\u001b[${code}m`)
        .join('')}`
    style = cell.style
    text += cell.text
  }
  return style === '' ? text : `${text}\u001b[0m`
}

/** The styles in force after one more SGR sequence: those that Nimbus and Ink write. */
const restyled = (style: string, codes: string): string => {
  const ends: Readonly<Record<string, RegExp>> = {
    22: /^[12]$/,
    23: /^3$/,
    24: /^4$/,
    27: /^7$/,
    39: /^(3|9)\d$/,
    49: /^4\d$/,
  }
  let on = codesOf(style)
  for (const code of codes === '' ? ['0'] : codes.split(';')) {
    const ended = ends[code]
    if (code === '0') on = []
    else if (ended) on = on.filter((each) => !ended.test(each))
    else on = [...on, code]
  }
  return on.join(';')
}

// Written as texts: control characters are what this file is about.
const escape = '\u001b'
const csi = new RegExp(`^${escape}\\[([0-9;?]*)([A-Za-z])$`)
const sequences = new RegExp(
  `(${escape}\\[[0-9;?]*[A-Za-z]|${escape}\\][^\u0007${escape}]*(?:\u0007|${escape}\\\\)|${escape}[=>78]|[\r\n\b])`,
)
const begunSequence = new RegExp(`${escape}(\\[[0-9;?]*|\\][^\u0007${escape}]*)?$`)

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * A screen in memory: what lines, cursor movements and erasures of ECMA-48 make of it. Enough to read what a view has
 * drawn; scroll regions and other character sets are not among it.
 */
export const terminalScreen = (columns: number, rows: number): TerminalScreen => {
  const grid: Row[] = [[]]
  let size = { columns, rows }
  let x = 0
  let y = 0
  let style = ''
  let rest = ''

  const top = () => Math.max(0, grid.length - size.rows)
  const rowAt = (line: number): Row => {
    while (grid.length <= line) grid.push([])
    return grid[line] as Row
  }
  const put = (text: string) => {
    const width = Bun.stringWidth(text)
    if (x + width > size.columns) {
      x = 0
      y += 1
    }
    const row = rowAt(y)
    row[x] = { text, style }
    for (let more = 1; more < width; more += 1) row[x + more] = { text: '', style }
    x += width
  }
  const control = (name: string, codes: string) => {
    const [first = 0, second = 0] = codes.split(';').map(Number)
    const n = Math.max(1, first)
    if (name === 'm') style = restyled(style, codes)
    else if (name === 'A') y = Math.max(top(), y - n)
    else if (name === 'B') y = Math.min(top() + size.rows - 1, y + n)
    else if (name === 'C') x = Math.min(size.columns - 1, x + n)
    else if (name === 'D') x = Math.max(0, x - n)
    else if (name === 'E') [x, y] = [0, y + n]
    else if (name === 'F') [x, y] = [0, Math.max(top(), y - n)]
    else if (name === 'G') x = n - 1
    else if (name === 'H') [x, y] = [Math.max(1, second) - 1, top() + n - 1]
    else if (name === 'K') {
      const row = rowAt(y)
      if (first === 2) row.length = 0
      else if (first === 0) row.length = Math.min(row.length, x)
      else row.fill(undefined, 0, x + 1)
    } else if (name === 'J' && first === 0) {
      rowAt(y).length = Math.min(rowAt(y).length, x)
      for (const row of grid.slice(y + 1)) row.length = 0
    } else if (name === 'J') for (const row of first === 3 ? grid.slice(0, top()) : grid.slice(top())) row.length = 0
  }
  const shown = () => {
    const last = grid.findLastIndex((row) => plain(row) !== '')
    return grid.slice(0, last + 1)
  }

  return {
    write(text) {
      const input = rest + text
      rest = ''
      // A sequence may be cut in two by whoever passes it on.
      const cut = begunSequence.exec(input)
      const whole = cut ? input.slice(0, cut.index) : input
      if (cut) rest = cut[0]
      for (const part of whole.split(sequences)) {
        const [, codes = '', name = ''] = csi.exec(part) ?? []
        if (name) control(name, codes)
        else if (part === '\r') x = 0
        else if (part === '\n') {
          y += 1
          rowAt(y)
        } else if (part === '\b') x = Math.max(0, x - 1)
        else if (!part.startsWith('\u001b')) for (const { segment } of segments.segment(part)) put(segment)
      }
    },
    resize: (toColumns, toRows) => {
      size = { columns: toColumns, rows: toRows }
    },
    all: () => shown().map(plain),
    visible: () => grid.slice(top()).map(plain),
    styled: () => shown().map(marked),
    cursor: () => ({ x, y: y - top() }),
  }
}
