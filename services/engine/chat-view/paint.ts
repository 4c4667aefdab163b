/** Marks text for a terminal. Colour only ever repeats what a symbol or word says. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  italic(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

/** Marks in colour, or none at all. */
export const paintFor = (colour: boolean): Paint => {
  const paint = (code: number, off: number) => (text: string) =>
    colour ? `\u001b[${code}m${text}\u001b[${off}m` : text
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    italic: paint(3, 23),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  }
}
