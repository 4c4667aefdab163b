import type { z } from 'zod'
import type { Change, Finding, Irreversible, Preview, Target, Undo } from './call.ts'
import type { Context } from './context.ts'
import type { Effect } from './effect.ts'
import type { HostContext } from './host-context.ts'
import type { Spoken } from './ports/spoken.ts'
import type { Surface } from './principal.ts'

/** An HTTP route promised to users beside the derived one. Path and query parameters coerce like flags. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** A path with `:name` parameters, such as `/api/state/config/:key`. */
  path: string
  /** Bytes of a body, where more than usual is taken, such as images. */
  bodyLimit?: number
}

/** A worked example: valid input, shown in help and run by tests. */
export interface Example<Input = unknown> {
  title: string
  input: Input
}

/** When the view of an operation opens in place of a run of it. */
export interface ViewOpening {
  /** Only while this field of its input is not given; always, where none is named. */
  without?: string
  /** It also takes the lines of a pipe, where nobody is at a terminal. */
  lines?: true
}

/** The view of an operation as its file names it: data, so that no other command loads it. */
export interface ViewDefinition extends ViewOpening {
  /** The module whose default export is the `View` (`@nimbus/view`), from the folder of the service. */
  module: string
}

/** What a call took before-images of, by name. */
export type Kept = Readonly<Record<string, string>>

/** Said of what was done; or, where no call can ever be taken back, once for all, and so before it is approved. */
export type UndoOf<Parsed, Printed> =
  | ((input: Parsed, output: Printed, kept: Kept, run: string) => Undo | undefined)
  | Irreversible

interface Shape<Input, Parsed, Output, Printed, Chunk, Ctx> extends Partial<Spoken> {
  /** `service.verb` or `service.object-verb`; equals the file path. */
  id: string
  /** One line, imperative, without a full stop. */
  summary: string
  /** The strongest thing it can do to anything. A ceiling: `preview` says what really happens. */
  effect: Effect
  /** Running it twice leaves the same world as once, so that a retry is safe. */
  idempotent?: boolean
  /** It talks to systems outside this machine. */
  openWorld?: boolean
  /** Its output carries text that others wrote. */
  untrusted?: boolean
  /** It says what is wrong with configuration and policy, so a person may call it while they are broken. Reads only. */
  whenBroken?: true
  input: z.ZodType<Parsed, Input>
  output: z.ZodType<Printed, Output>
  chunk?: z.ZodType<Chunk>
  /** Input fields that the command line takes by position, in order; the last may be an array. */
  positional?: readonly (keyof Parsed & string)[]
  /** The field that receives arguments after `--` on the command line. */
  passthrough?: keyof Parsed & string
  /** Other command names, such as `check` for `generator.check`. */
  aliases?: readonly string[]
  routes?: readonly Route[]
  /** Surfaces it is not on, each with the reason. */
  exclude?: Partial<Record<Surface, string>>
  needs?: { programs?: readonly string[]; credentials?: readonly string[] }
  /** A live view of it, for a person at a terminal. */
  view?: ViewDefinition
  examples: readonly Example<Input>[]

  target?: (input: Parsed) => Target
  preview?: (input: Parsed, ctx: Ctx) => Promise<Preview>
  run: (input: Parsed, ctx: Ctx) => Promise<Output>
  /** Reads the world by another path than `run` did and says whether it really happened. */
  verify?: (input: Parsed, output: Printed, ctx: Ctx) => Promise<readonly Finding[]>
  /** The call that takes it back, or why nothing can; undefined when there is nothing to take back. */
  undo?: UndoOf<Parsed, Printed>
  /** Whether the answer is no: a check that found problems. Exit 6, still `ok`. */
  negative?: (output: Printed) => boolean
  /** The result for a person, as plain lines, or drawn where `columns` are given; the default prints fields. */
  text?: (output: Printed, input: Parsed, columns?: number) => string
  /** What a person is told beside the result, such as what it cost; goes where it does not mix with data. */
  note?: (output: Printed, input: Parsed) => string
}

/** An operation as its file defines it. Four data types, not a schema type: cheap to check at hundreds of operations. */
export type Definition<Input, Parsed, Output, Printed, Chunk = unknown> = Shape<
  Input,
  Parsed,
  Output,
  Printed,
  Chunk,
  Context<Chunk>
>

/** An operation on Nimbus itself: it reaches runs, plans, policy and credentials. Three services may define them. */
export type HostDefinition<Input, Parsed, Output, Printed, Chunk = unknown> = Shape<
  Input,
  Parsed,
  Output,
  Printed,
  Chunk,
  HostContext<Chunk>
>

/** An operation whose types have been forgotten: what the pipeline handles. */
export interface Operation
  extends Omit<
    Shape<never, never, unknown, never, never, never>,
    | 'input'
    | 'output'
    | 'chunk'
    | 'positional'
    | 'passthrough'
    | 'examples'
    | 'target'
    | 'preview'
    | 'run'
    | 'verify'
    | 'undo'
    | 'negative'
    | 'text'
    | 'note'
  > {
  input: z.ZodType
  output: z.ZodType
  chunk?: z.ZodType
  positional?: readonly string[]
  passthrough?: string
  examples: readonly Example[]
  /** Reaches Nimbus's own records; only for the services that are made of them. */
  host: 'none' | 'records'
  target?: (input: unknown) => Target
  preview?: (input: unknown, ctx: HostContext) => Promise<Preview>
  run: (input: unknown, ctx: HostContext) => Promise<unknown>
  verify?: (input: unknown, output: unknown, ctx: HostContext) => Promise<readonly Finding[]>
  undo?: UndoOf<unknown, unknown>
  negative?: (output: unknown) => boolean
  text?: (output: unknown, input: unknown, columns?: number) => string
  note?: (output: unknown, input: unknown) => string
}

/**
 * What a call would do when an operation has no preview: its ceiling on everything it targets. One with an effect that
 * names no target counts as touching something all the same, so that it cannot pass as a read of nothing.
 */
export const ceilingPreview = (operation: Operation, target: Target): { changes: readonly Change[] } => {
  const { effect, id } = operation
  const unnamed = target.resources.length === 0 && effect !== 'read' ? [`operation:${id}`] : []
  return { changes: [...target.resources, ...unnamed].map((resource) => ({ resource, effect })) }
}
