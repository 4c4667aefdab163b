import { emit } from './emit/emit.ts'
import type { EmittedFile } from './emit/file.ts'
import type { Problem } from './problem.ts'
import { type Overrides, readSpec } from './spec/read.ts'
import { resolveStack } from './stack/resolve.ts'
import type { Stack } from './stack/stack.ts'

/** A day on which every version in the tables is known and most are supported. */
export const someDay = '2026-03-01'

/** What a spec's text comes to: a stack with its files and notes, or what is wrong with it. */
export type Outcome = {
  readonly problems: readonly Problem[]
  readonly stack?: Stack
  readonly notes: readonly string[]
  readonly files: readonly EmittedFile[]
}

/** Reads, resolves and emits a spec as the operation does, without touching a disk. */
export function outcomeOf(
  text: string | Uint8Array,
  {
    overrides = {},
    rooms = {},
    today = someDay,
  }: { overrides?: Overrides; rooms?: Record<string, number>; today?: string } = {},
): Outcome {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const nothing = { notes: [], files: [] }
  const read = readSpec({ bytes, name: 'shop.yaml' }, overrides)
  if ('problems' in read) return { ...nothing, problems: read.problems }
  const resolved = resolveStack(read.spec, { today, rooms })
  if ('problems' in resolved) return { ...nothing, problems: resolved.problems.map(read.locate) }
  return { problems: [], stack: resolved.stack, notes: resolved.notes, files: emit(resolved.stack) }
}

/** Gives the stack of a spec that must be right. */
export function stackOf(text: string, options?: Parameters<typeof outcomeOf>[1]): Stack {
  const { stack, problems } = outcomeOf(text, options)
  if (stack === undefined) throw new Error(`the spec is wrong: ${JSON.stringify(problems)}`)
  return stack
}
