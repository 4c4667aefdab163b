/** Characters that wait for the end of a line: a program may write without end. */
const longestLine = 1024 * 1024

/**
 * Passes text on in whole lines, ends and all, as they are completed; `end` passes on what is left.
 *
 * A secret is redacted where it is whole: cut in two by the border of a read it would be shown.
 */
export const wholeLines = (pass: (text: string) => void): { push: (text: string) => void; end: () => void } => {
  let rest = ''
  const end = () => {
    if (rest !== '') pass(rest)
    rest = ''
  }
  return {
    push(text) {
      const until = text.lastIndexOf('\n') + 1
      if (until === 0) {
        rest += text
        if (rest.length > longestLine) end()
        return
      }
      pass(rest + text.slice(0, until))
      rest = text.slice(until)
    },
    end,
  }
}
