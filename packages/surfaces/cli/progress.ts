import type { RunEvent } from '@nimbus/kernel'
import { quoted } from '@nimbus/kernel'
import { harmless, type Style } from './style.ts'

/** Silence for quick commands: progress is shown only for what takes longer, in milliseconds. */
const patience = 700

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Where progress goes. */
export interface Terminal {
  write: (text: string) => void
  isTerminal: boolean
  columns: number
}

/** Shows the events of a run to a person while it runs. */
export interface Progress {
  event(event: RunEvent): void
  /** Clears the moving line, for a question or the result. */
  clear(): void
  stop(): void
}

const textOf = (event: RunEvent): string | undefined => {
  const data = event.data
  if (!data || typeof data !== 'object') return undefined
  if (event.type === 'progress' && 'text' in data) return String(data.text)
  if (event.type === 'step' && 'title' in data && 'status' in data && data.status === 'started')
    return `${String(data.title)}…`
  return undefined
}

const argvOf = (event: RunEvent): string | undefined => {
  const data = event.data
  if (event.type !== 'program' || !data || typeof data !== 'object' || !('argv' in data) || !Array.isArray(data.argv))
    return undefined
  const cwd = 'cwd' in data && typeof data.cwd === 'string' ? `cd ${quoted(data.cwd)} && ` : ''
  const name = 'name' in data ? String(data.name) : ''
  return `${cwd}${[name, ...data.argv.map(String)].map(quoted).join(' ')}`
}

/** Progress on stderr: one line that replaces itself on a terminal, plain lines elsewhere. */
export const createProgress = (
  terminal: Terminal,
  style: Style,
  show: { progress: boolean; commands: boolean },
): Progress => {
  const started = performance.now()
  let line = ''
  let frame = 0
  let drawn = false
  let timer: ReturnType<typeof setInterval> | undefined

  const clear = () => {
    if (drawn) terminal.write('\r\u001b[2K')
    drawn = false
  }
  const draw = () => {
    if (performance.now() - started < patience || !line) return
    const seconds = Math.round((performance.now() - started) / 1000)
    const text = `${frames[frame++ % frames.length]} ${line}`.slice(0, Math.max(20, terminal.columns - 8))
    terminal.write(`\r\u001b[2K${style.dim(`${text} ${seconds}s`)}`)
    drawn = true
  }

  return {
    event(event) {
      const command = show.commands ? argvOf(event) : undefined
      if (command) {
        clear()
        terminal.write(`${style.dim(`$ ${harmless(command)}`)}\n`)
      }
      const text = show.progress ? textOf(event) : undefined
      if (!text) return
      const said = harmless(text)
      if (!terminal.isTerminal) {
        if (performance.now() - started >= patience && said !== line) terminal.write(`${said}\n`)
        line = said
        return
      }
      line = said
      timer ??= setInterval(draw, 100)
      timer.unref()
    },
    clear,
    stop() {
      if (timer) clearInterval(timer)
      clear()
    },
  }
}
