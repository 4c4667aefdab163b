import { join } from 'node:path'

/** How hard a person found a kind of task, before anything was measured. */
export type Difficulty = 'simple' | 'moderate' | 'hard'

/** A kind of task in the sample log. */
export interface PromptKind {
  name: string
  difficulty: Difficulty
  agent: string
  taskType: string
  /** How often it occurs, relative to the others. */
  weight: number
  /** Tokens of input and output, from and to: the instruction with the material that comes with it. */
  input: readonly [number, number]
  output: readonly [number, number]
  /** Written by hand, as people write; `{x}` is filled from `fillers`. The router's words were chosen with these known. */
  prompts: readonly string[]
  /** Written after the last change of those words: what they show is what to expect of new prompts. */
  unseen: readonly string[]
}

interface Prompts {
  /** What stands for the braces of the prompts. */
  fillers: Readonly<Record<string, readonly string[]>>
  kinds: readonly PromptKind[]
}

// The file is ours and a test reads it whole, so its shape is taken as it is.
const { fillers, kinds } = Bun.YAML.parse(await Bun.file(join(import.meta.dir, 'usage-prompts.yaml')).text()) as Prompts

/**
 * The kinds of tasks of a team that runs services: what hooks ask on every commit, pull request, ticket and alert, and
 * what people ask. The difficulty belongs to the kind, whatever its words: some easy prompts use hard words, and some
 * hard ones none.
 */
export const promptKinds = kinds

export { fillers }
