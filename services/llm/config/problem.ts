import type { Path } from '@nimbus/yaml-source'

export type { Path } from '@nimbus/yaml-source'

/** One thing that is wrong with the configuration, in the four parts of every error. Reading collects all of them. */
export interface Problem {
  /** Names the key first: `policies.daily_budget_usd: -5 cannot be used`. */
  message: string
  /** `file:line:column`, counted from 1, or a variable. */
  at?: string
  why?: string
  next?: string
  /** The code of the error when it is raised; the usual one by default. */
  code?: string
}

/** A problem that knows its place as a path; whoever knows the file turns the path into `at`. */
export interface PathProblem extends Omit<Problem, 'at'> {
  path: Path
  /** Whether it is about a key or about its value; the value by default. */
  part?: 'key' | 'value'
}

/** Gives `agents.reviewer.fallback_chain.0` for a path. */
export const dotted = (path: Path): string => path.join('.')

/** Words a suggestion. */
export const didYouMean = (right: string): string => `did you mean ${right}?`

/** What stands at a path of plain data; undefined when there is nothing. */
export const reach = (root: unknown, path: Path): unknown => {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Readonly<Record<string | number, unknown>>)[step]
  }
  return value
}

/** Whether a value is a map of keys, as opposed to a list, a text or nothing. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
