/** Asks for one line at the terminal; '' when the terminal ends, or on a Ctrl-C, of which everybody else hears as well. */
export const askLine = async (prompt: string): Promise<string> => {
  // Loaded when somebody is asked: hardly any command asks.
  const { createInterface } = await import('node:readline/promises')
  const readline = createInterface({ input: process.stdin, output: process.stderr })
  // It takes the key itself, so that nobody else would hear of the interruption.
  readline.once('SIGINT', () => {
    process.emit('SIGINT')
    readline.close()
  })
  const closed = new Promise<string>((resolve) => readline.once('close', () => resolve('')))
  try {
    return (await Promise.race([readline.question(prompt), closed])).trim()
  } finally {
    readline.close()
  }
}
