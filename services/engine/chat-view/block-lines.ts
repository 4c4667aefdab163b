import { visible } from '@nimbus/view'
import type { Block, CallBlock } from './block.ts'
import { cutLine } from './cut-line.ts'
import { markdownLines } from './markdown-lines.ts'
import type { Paint } from './paint.ts'
import { shown } from './shown.ts'

/** How blocks are shown. */
export interface Look {
  width: number
  paint: Paint
  /** Whether calls show what they were given and gave. */
  calls: 'collapsed' | 'expanded'
}

/** The mark of each effect; colour repeats what it says. */
const effectMarks: Readonly<Record<CallBlock['effect'], string>> = { read: '○', create: '+', update: '~', delete: '-' }

const badge = ({ effect }: CallBlock, paint: Paint): string => {
  const text = `${effectMarks[effect]} ${effect.padEnd(6)}`
  if (effect === 'read') return paint.dim(text)
  if (effect === 'create') return paint.green(text)
  return effect === 'update' ? paint.yellow(text) : paint.red(text)
}

const stateMark = ({ outcome }: CallBlock, paint: Paint): string => {
  if (outcome === undefined) return paint.cyan('…')
  if (outcome === 'done') return paint.green('✓')
  if (outcome === 'approval') return paint.yellow('?')
  return outcome === 'negative' ? paint.yellow('!') : paint.red('✗')
}

const duration = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`)

const callLines = (call: CallBlock, { width, paint, calls }: Look): string[] => {
  const { operation, input, outcome, detail, ms, run } = call
  const expanded = calls === 'expanded'
  // Why something was not done is shown in any case.
  const why = !expanded && outcome !== undefined && outcome !== 'done' && detail ? ` — ${detail}` : ''
  const row = `${expanded ? '▾' : '▸'} ${stateMark(call, paint)} ${badge(call, paint)} ${paint.bold(operation)} ${visible(expanded ? '' : input)}${paint.dim(visible(why))}${ms === undefined ? '' : paint.dim(`  ${duration(ms)}`)}`
  if (!expanded) return [cutLine(row.replaceAll('\n', ' '), width)]
  const inner = [input && `in   ${input}`, detail && `out  ${detail}`, run && `run  ${run}`].filter(Boolean)
  return [
    cutLine(row, width),
    ...inner.flatMap((text) =>
      Bun.wrapAnsi(visible(String(text)), Math.max(10, width - 4), { hard: true, trim: false })
        .split('\n')
        .map((line) => paint.dim(`    ${line}`)),
    ),
  ]
}

/** A block as lines for a terminal. */
export const blockLines = (block: Block, look: Look): string[] => {
  const { width, paint } = look
  const wrap = (text: string, room: number) =>
    Bun.wrapAnsi(text, Math.max(10, room), { hard: true, trim: false }).split('\n')
  switch (block.kind) {
    case 'said':
      return ['', ...wrap(shown(block.text), width - 2).map((line, i) => paint.bold(`${i === 0 ? '›' : ' '} ${line}`))]
    case 'answer':
      return [...markdownLines(block.text, width, paint), ...(block.open ? [] : [''])]
    case 'call':
      return callLines(block, look)
    case 'note':
      return wrap(paint.yellow(visible(block.text)), width)
    case 'output':
      return block.text
        .trimEnd()
        .split('\n')
        .flatMap((line) => wrap(line, width))
  }
}
