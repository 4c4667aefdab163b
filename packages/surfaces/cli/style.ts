import { visible } from '@nimbus/view'

/** Marks text for a terminal. Colour only ever repeats what a symbol or word says. */
export interface Style {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

/** Whether lines of a stream may be drawn over: at a terminal, unless `NO_COLOR` or a dumb one asks for plain text. */
export const canDraw = (isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean =>
  isTerminal && !env.NO_COLOR && env.TERM !== 'dumb'

/** ANSI styles when the stream is a terminal and neither `NO_COLOR` nor a dumb terminal forbids; else plain text. */
export const styleFor = (isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Style => {
  const on = env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : isTerminal && !env.NO_COLOR && env.TERM !== 'dumb'
  const paint = (code: number, off: number) => (text: string) => (on ? `\u001b[${code}m${text}\u001b[${off}m` : text)
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  }
}

/** Text from elsewhere that must stay one line, such as a name in a question: a second line could pose as ours. */
export const oneLine = (text: string): string => visible(text).replaceAll('\n', '⏎')
