import type { RunEvent } from '@nimbus/kernel'
import { quoted } from '@nimbus/kernel'
import { spinner, visible } from '@nimbus/view'
import { createStepTree, duration } from './step-tree.ts'
import { oneLine, type Style } from './style.ts'

/** Silence for quick commands: progress is shown only for what takes longer, in milliseconds. */
const patience = 700

/** Where progress goes. */
export interface Terminal {
  write: (text: string) => void
  /** Whether lines may be drawn over; else each is written once. */
  live: boolean
  columns: number
  rows: number
}

/** Shows the events of a run to a person while it runs. */
export interface Progress {
  event(event: RunEvent): void
  /** Prints the command line of a program that is run, where that was asked for. */
  program(event: RunEvent): void
  /** Clears what is drawn, for the result. */
  clear(): void
  /** Clears what is drawn and draws nothing while a question stands there; gives what ends that. */
  pause(): () => void
  /** While held nothing is drawn: the cursor stands in the middle of somebody else's line. */
  hold(held: boolean): void
  /** Ends it: what was drawn goes, and one line stays; of a failure the steps stay, down to the one that failed. */
  stop(how?: 'done' | 'failed'): void
}

const progressText = (event: RunEvent): string | undefined => {
  const data = event.data
  if (event.type !== 'progress' || !data || typeof data !== 'object' || !('text' in data)) return undefined
  return oneLine(String(data.text))
}

const argvOf = (event: RunEvent): string | undefined => {
  const data = event.data
  if (event.type !== 'program' || !data || typeof data !== 'object' || !('argv' in data) || !Array.isArray(data.argv))
    return undefined
  const cwd = 'cwd' in data && typeof data.cwd === 'string' ? `cd ${quoted(data.cwd)} && ` : ''
  const name = 'name' in data ? String(data.name) : ''
  return `${cwd}${[name, ...data.argv.map(String)].map(quoted).join(' ')}`
}

/**
 * Progress on stderr: where lines may be drawn over, the steps as a tree that moves, and below it what is being done at
 * the moment; elsewhere plain lines, one when a step begins and one when it ends.
 */
export const createProgress = (
  terminal: Terminal,
  style: Style,
  show: { progress: boolean; commands: boolean },
  now: () => number = () => performance.now(),
): Progress => {
  const started = now()
  const tree = createStepTree(now)
  let doing = ''
  let frame = 0
  let drawn = 0
  let held = false
  let questions = 0
  let shown = false
  let timer: ReturnType<typeof setInterval> | undefined

  const patient = () => now() - started < patience
  const clear = () => {
    if (drawn > 0) terminal.write(`\r${drawn > 1 ? `\u001b[${drawn - 1}A` : ''}\u001b[J`)
    drawn = 0
  }
  const cut = (line: string): string => {
    const width = Math.max(20, terminal.columns - 1)
    return Bun.stringWidth(line) <= width ? line : `${Bun.sliceAnsi(line, 0, width - 1)}…`
  }
  const picture = (): string[] => {
    const mark = spinner[frame++ % spinner.length] ?? ''
    const steps = tree.lines(now(), mark, style)
    const detail =
      steps.length > 0 ? style.dim(`  ${doing}`) : style.dim(`${mark} ${doing}  ${duration(now() - started)}`)
    const lines = doing ? [...steps, detail] : steps
    // What has scrolled away could not be drawn over; the newest lines tell most.
    return lines.slice(-Math.max(1, terminal.rows - 2))
  }
  const draw = () => {
    if (patient() || held || questions > 0) return
    const lines = picture().map(cut)
    if (lines.length === 0) return
    clear()
    terminal.write(lines.join('\n'))
    drawn = lines.length
    shown = true
  }
  const say = (text: string) => {
    if (!patient()) terminal.write(`${text}\n`)
  }

  return {
    program(event) {
      const command = show.commands ? argvOf(event) : undefined
      if (!command) return
      clear()
      terminal.write(`${style.dim(`$ ${visible(command)}`)}\n`)
    },
    event(event) {
      if (!show.progress) return
      const step = tree.event(event)
      const text = progressText(event)
      if (step === undefined && text === undefined) return
      if (!terminal.live) {
        if (step) say(step.text)
        if (text !== undefined && text !== doing) say(text)
      }
      // What was being done belongs to the step that it was said in.
      doing = text ?? ''
      if (!terminal.live) return
      timer ??= setInterval(draw, 100)
      timer.unref()
    },
    clear,
    pause() {
      clear()
      questions += 1
      return () => {
        questions -= 1
      }
    },
    hold(on) {
      if (on) clear()
      held = on
    },
    stop(how = 'done') {
      if (timer) clearInterval(timer)
      timer = undefined
      clear()
      if (!show.progress || !terminal.live || held) return
      const [first] = tree.lines(now(), '', style)
      if (how === 'failed' && tree.size > 1) terminal.write(`${tree.lines(now(), '·', style).map(cut).join('\n')}\n`)
      else if (how === 'done' && shown && first !== undefined)
        terminal.write(
          tree.size === 1
            ? `${cut(first)}\n`
            : `${style.green('✓')} ${tree.size} steps  ${style.dim(duration(now() - started))}\n`,
        )
    },
  }
}
