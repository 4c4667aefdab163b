import { parseArgs } from 'node:util'
import { type Effect, effects, invalid, nearest } from '@nimbus/kernel'

type Flags = Record<string, { type: 'string' | 'boolean' }>

/** The flags and words of a surface command. Raises `unknown-flag` and `invalid-flag` (exit 2). */
export const parseSurface = (argv: readonly string[], options: Flags) => {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const known = options[token.name]
    const close = nearest(token.name, Object.keys(options))
    if (!known)
      throw invalid('unknown-flag', `There is no flag --${token.name}`, {
        at: `--${token.name}`,
        next: close ? `did you mean --${close}?` : 'see --help',
      })
    if (known.type === 'string' && token.value === undefined)
      throw invalid('invalid-flag', `--${token.name} needs a value`, {
        at: `--${token.name}`,
        next: 'see what it takes with --help',
      })
  }
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  return { words: positionals, text, on: (name: string) => values[name] === true }
}

/** `create,update` as effects. Raises `invalid-flag` (exit 2). */
export const parseEffects = (text: string | undefined): Effect[] =>
  (text ?? '')
    .split(',')
    .filter(Boolean)
    .map((word) => {
      const effect = effects.find((each) => each === word)
      if (effect) return effect
      throw invalid('invalid-flag', `--allow: ${word} is not an effect`, { next: `use ${effects.join(', ')}` })
    })

/** A port number. Raises `invalid-flag` (exit 2). */
export const parsePort = (text: string, flag = '--port'): number => {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw invalid('invalid-flag', `${flag}: ${text} is not a port`, {
    next: 'use a number from 0 (any free one) to 65535',
  })
}

/** `from` and the ports after it, for so many listeners; undefined where each has its own. Raises `invalid-flag` (exit 2). */
export const checkPorts = (from: number | undefined, count: number, flag: string): void => {
  if (from === undefined || from === 0 || from + count - 1 <= 65_535) return
  throw invalid('invalid-flag', `${flag}: ${from} leaves no ports for ${count} listeners, one after the other`, {
    next: `use a number up to ${65_536 - count}`,
  })
}

/** An address to bind. Raises `invalid-flag` (exit 2) for none at all, which would mean every address of this machine. */
export const parseHostname = (text: string | undefined): string | undefined => {
  if (text === undefined || text.trim() !== '') return text
  throw invalid('invalid-flag', '--hostname: there is no address in it', {
    next: 'use an address of this machine, such as 127.0.0.1; 0.0.0.0 is all of them',
  })
}
