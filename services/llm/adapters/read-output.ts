import { nanodollars } from '@nimbus/money'
import type { ToolOutput } from '../config/settings.ts'
import type { TokenUsage } from '../conversation/messages.ts'
import { isCost, plausibleUsage } from '../conversation/plausible.ts'
import { figureAt, numberIn, valuesAt } from './json-path.ts'

/** What a tool's output says. */
export interface ToolSaid {
  /** The answer; absent when it is not where the definition says. */
  text?: string
  /** What it says went wrong. */
  error?: string
  /** Absent when it does not say, or what cannot be. */
  usage?: TokenUsage
  /** What it says the call cost, in US dollars; absent when that cannot be. */
  dollars?: number
}

/** How the figures of an output are found: adds up what an expression or pattern finds. */
type Figure = (where: string) => number | undefined

const usageFrom = (tokens: ToolOutput['tokens'], figure: Figure): TokenUsage | undefined => {
  if (!tokens) return undefined
  const count = (where: string | undefined) => {
    const found = where === undefined ? 0 : figure(where)
    return found === undefined ? undefined : Math.round(found)
  }
  const input = count(tokens.input)
  const output = count(tokens.output)
  // Half a count would be taken for the whole.
  if (input === undefined || output === undefined) return undefined
  return plausibleUsage({
    input,
    output,
    cachedRead: count(tokens.cachedRead) ?? 0,
    cachedWrite: count(tokens.cachedWrite) ?? 0,
    reasoning: count(tokens.reasoning) ?? 0,
  })
}

const figuresFrom = ({ tokens, cost }: ToolOutput, figure: Figure): Pick<ToolSaid, 'usage' | 'dollars'> => {
  const usage = usageFrom(tokens, figure)
  const dollars = cost === undefined || cost === 'not-metered' ? undefined : figure(cost)
  // A price that nobody can have paid would lift a budget, or use it up.
  const paid = dollars !== undefined && isCost(nanodollars(dollars))
  return { ...(usage ? { usage } : {}), ...(paid ? { dollars } : {}) }
}

/** Adds what is there; undefined when nothing is. */
const added = (numbers: readonly (number | undefined)[]): number | undefined => {
  const known = numbers.filter((number) => number !== undefined)
  return known.length === 0 ? undefined : known.reduce((total, number) => total + number, 0)
}

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the caller decides what that means.
    return undefined
  }
}

/** One JSON document, which may come after lines that are none, such as a greeting. */
const documentIn = (stdout: string): unknown => {
  const whole = jsonIn(stdout)
  const start = whole === undefined ? stdout.search(/^[{[]/m) : -1
  return start < 0 ? whole : jsonIn(stdout.slice(start))
}

const isError = (value: unknown): boolean => value !== false && value !== '' && value !== 0

/** The first thing at a path that says that something went wrong; `true` alone is explained by the answer. */
const errorAt = (roots: readonly unknown[], path: string | undefined, text: string | undefined): string | undefined => {
  if (path === undefined) return undefined
  const [found] = roots.flatMap((root) => valuesAt(root, path)).filter(isError)
  if (found === undefined) return undefined
  if (found === true) return text || 'it says that it failed'
  return typeof found === 'string' ? found : JSON.stringify(found)
}

const fits = (line: unknown, where: ToolOutput['where']): boolean =>
  Object.entries(where ?? {}).every(([path, wanted]) => valuesAt(line, path).some((value) => String(value) === wanted))

const textsOf = (roots: readonly unknown[], path: string | undefined): string[] =>
  roots.flatMap((root) => valuesAt(root, path ?? '')).filter((value) => typeof value === 'string')

const readRegex = (output: ToolOutput, stdout: string): ToolSaid => {
  const text = output.text === undefined ? undefined : RegExp(output.text, 'm').exec(stdout)?.groups?.text
  const error = output.error === undefined ? undefined : RegExp(output.error, 'm').exec(stdout)?.[0]
  const figure: Figure = (pattern) =>
    added([...stdout.matchAll(RegExp(pattern, 'gm'))].map((match) => numberIn(match.groups?.value)))
  return { ...(text === undefined ? {} : { text }), ...(error ? { error } : {}), ...figuresFrom(output, figure) }
}

/** The part of the answer that one line of `json-lines` holds; undefined when it holds none. */
export const textInLine = (output: ToolOutput, line: string): string | undefined => {
  const root = jsonIn(line)
  return root !== undefined && fits(root, output.where) ? textsOf([root], output.text)[0] : undefined
}

/**
 * Reads a tool's standard output the way its definition says: the answer, what went wrong, tokens, dollars.
 *
 * Gives only what is there: an answer that is not where it should be is absent, and so are figures that nobody said.
 */
export const readOutput = (output: ToolOutput, stdout: string): ToolSaid => {
  if (output.format === 'text') return { text: stdout }
  if (output.format === 'regex') return readRegex(output, stdout)
  const lines = output.format === 'json' ? [documentIn(stdout)] : stdout.split('\n').map(jsonIn)
  const roots = lines.filter((line) => line !== undefined)
  const chosen = output.format === 'json' ? roots : roots.filter((line) => fits(line, output.where))
  const texts = textsOf(chosen, output.text)
  const text = output.texts === 'all' && texts.length > 0 ? texts.join('') : texts.at(-1)
  const error = errorAt(roots, output.error, text)
  const figure: Figure = (expression) => added(roots.map((root) => figureAt(root, expression)))
  return { ...(text === undefined ? {} : { text }), ...(error ? { error } : {}), ...figuresFrom(output, figure) }
}
