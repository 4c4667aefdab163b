import { type TerminalScreen, terminalScreen } from './terminal-screen.ts'

/** A program at a terminal of its own, with somebody who types and reads. */
export interface AtTerminal extends AsyncDisposable {
  screen: TerminalScreen
  type(keys: string): void
  /** Waits until the screen shows a text, or what it shows satisfies a condition. Raises when the program ends first. */
  until(wanted: string | ((screen: TerminalScreen) => boolean)): Promise<void>
  resize(columns: number, rows: number): void
  kill(signal: NodeJS.Signals): void
  /** Takes the terminal away, as a closed window or a lost connection does. */
  hangUp(): void
  /** The exit code, once it has ended. */
  exited: Promise<number>
  /** Everything that it has written, codes included. */
  raw(): string
  /** Milliseconds from the start to the first thing that it wrote. */
  firstPaint(): number | undefined
}

/** Names of keys, as a terminal sends them. */
export const keys = {
  enter: '\r',
  tab: '\t',
  escape: '\u001b',
  up: '\u001b[A',
  down: '\u001b[B',
  left: '\u001b[D',
  backspace: '\u007f',
  ctrl: (letter: string) => String.fromCharCode(letter.charCodeAt(0) - 96),
  paste: (text: string) => `\u001b[200~${text}\u001b[201~`,
} as const

/** Starts a program at a pseudo-terminal. It is killed when the test is over. */
export const atTerminal = (
  argv: readonly string[],
  {
    cwd,
    env,
    columns = 100,
    rows = 30,
  }: { cwd: string; env: Readonly<Record<string, string>>; columns?: number; rows?: number },
): AtTerminal => {
  const screen = terminalScreen(columns, rows)
  const decoder = new TextDecoder()
  const waiting = new Set<() => void>()
  const started = performance.now()
  let first: number | undefined
  let raw = ''
  let over = false
  const child = Bun.spawn([...argv], {
    cwd,
    env: { ...env, TERM: 'xterm-256color', CI: '' },
    terminal: {
      cols: columns,
      rows,
      data(_terminal, bytes) {
        first ??= performance.now() - started
        const text = decoder.decode(bytes, { stream: true })
        raw += text
        screen.write(text)
        for (const wake of waiting) wake()
      },
    },
  })
  const { terminal } = child
  if (!terminal) throw new Error('there is no pseudo-terminal here')
  const exited = child.exited.then((code) => {
    over = true
    for (const wake of waiting) wake()
    return code
  })
  return {
    screen,
    type: (text) => void terminal.write(text),
    async until(wanted) {
      const holds = () => (typeof wanted === 'string' ? screen.all().join('\n').includes(wanted) : wanted(screen))
      while (!holds()) {
        if (over) throw new Error(`it ended before it showed ${String(wanted)}:\n${screen.all().join('\n')}`)
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.add(resolve)
        await promise
        waiting.delete(resolve)
      }
    },
    resize(toColumns, toRows) {
      screen.resize(toColumns, toRows)
      terminal.resize(toColumns, toRows)
    },
    kill: (signal) => child.kill(signal),
    hangUp: () => terminal.close(),
    exited,
    raw: () => raw,
    firstPaint: () => first,
    async [Symbol.asyncDispose]() {
      if (!over) child.kill('SIGKILL')
      await exited
      terminal.close()
    },
  }
}
