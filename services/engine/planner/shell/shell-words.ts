/** A word of a command line. */
export interface ShellWord {
  text: string
  /** It stood in quotation marks, and means nothing but itself. */
  quoted: boolean
}

/** A command of a line, with the sign behind it that does more than to go on, if there is one. */
export interface ShellCommand {
  words: readonly ShellWord[]
  sign: string | undefined
}

/** Signs behind which another command only follows. */
const following = new Set(['&&', ';', '\n'])

const signs = /^(?:&&|\|\||[;\n|&]|\d?>{1,2}(?:&\d)?|<{1,3}|\$\()/

/** A word of a command: quotations inside of it are part of it. */
const word = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\;|&<>]|&(?!&))+/

const plain = (text: string): ShellWord => ({
  text: text.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\([\s"'\\$])/g, (_, double, single, escaped) =>
    double === undefined ? (single ?? escaped) : String(double).replaceAll(/\\(["\\$])/g, '$1'),
  ),
  quoted: /^["']/.test(text),
})

/** Takes a text apart as a shell would. Undefined where a quotation has no end. */
export const shellCommands = (text: string): readonly ShellCommand[] | undefined => {
  const commands: { words: ShellWord[]; sign: string | undefined }[] = [{ words: [], sign: undefined }]
  for (let rest = text; rest !== ''; ) {
    const blank = /^[^\S\n]+/.exec(rest)
    const sign = signs.exec(rest)
    const found = blank ?? sign ?? word.exec(rest)
    if (!found) return undefined
    const last = commands.at(-1)
    if (sign && last) {
      if (!following.has(sign[0])) last.sign = sign[0]
      commands.push({ words: [], sign: undefined })
    } else if (!blank) last?.words.push(plain(found[0]))
    rest = rest.slice(found[0].length)
  }
  return commands.filter(({ words, sign }) => words.length > 0 || sign !== undefined)
}
