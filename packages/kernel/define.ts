import { z } from 'zod'
import { type IdKind, shortestPrefix } from './ids.ts'
import { issueText } from './issue-text.ts'
import type { Definition, HostDefinition, Operation } from './operation.ts'
import type { Front } from './ports/front.ts'
import type { Program } from './program.ts'

export type { Call, Change, Finding, Preview } from './call.ts'
export type { CatalogEntry } from './catalog.ts'
export type { Context, Operations } from './context.ts'
export { type Effect, effects, rank, strongest } from './effect.ts'
export type { Envelope } from './envelope.ts'
export { cancelled, denied, type ErrorData, failed, invalid, missing, NimbusError } from './errors.ts'
export { globMatches } from './glob.ts'
export type { ConfigValue, HostContext } from './host-context.ts'
export { isIdPrefix, newId, onlyOne } from './ids.ts'
export { nearest } from './nearest.ts'
export { irreversibleIn } from './plan.ts'
export { decide, isProtected } from './policy.ts'
export type { FieldWords } from './ports/field-words.ts'
export type * from './ports/front.ts'
export type { RunEvent, RunRecord } from './ports/journal.ts'
export type {
  Ledger,
  LedgerBalance,
  LedgerClaim,
  LedgerEntry,
  LedgerLine,
  LedgerQuery,
  LedgerRefusal,
  LedgerReservation,
} from './ports/ledger.ts'
export type { Grant, StoredPlan } from './ports/plans.ts'
export type { ConfigurationFolder } from './ports/ports.ts'
export type { ShellLine } from './ports/shell-line.ts'
export { mayApprove, ownerOf } from './principal.ts'
export type { ExecOptions, ExecResult, Interruption, Program } from './program.ts'
export { stopGroup } from './program.ts'
export { redacted, unkept as unkeptMark } from './redact.ts'
export type { Ask } from './request.ts'
export { looksSecret } from './secret-files.ts'
export { quoted } from './shell-word.ts'
export { type Stop, type StopListener, stopBy, throwIfStopped } from './stop.ts'
export { isObject, member } from './values.ts'
export { z }

z.config({ customError: issueText })

/** A field that nobody knows is a mistyped one, and what it was to say would silently not count. */
const strict = <Type extends z.ZodType>(input: Type) =>
  input instanceof z.ZodObject && !input.def.catchall ? input.strict() : input

/** Defines an operation. The file's path, its id and the command are the same words. */
export const operation = <Input, Parsed, Output, Printed, Chunk = unknown>(
  definition: Definition<Input, Parsed, Output, Printed, Chunk>,
): Operation =>
  // The pipeline only ever passes what `input` parsed, so forgetting the types here is safe.
  ({ ...definition, input: strict(definition.input), host: 'none' }) as unknown as Operation

/** Defines an operation on Nimbus's own records; only the services `nimbus`, `state` and `engine` may. */
export const hostOperation = <Input, Parsed, Output, Printed, Chunk = unknown>(
  definition: HostDefinition<Input, Parsed, Output, Printed, Chunk>,
): Operation => ({ ...definition, input: strict(definition.input), host: 'records' }) as unknown as Operation

/** A service: a named group of operations with a port. */
export interface Service {
  name: string
  port: number
  /** The port of its streams; the same answers there as on `port`. */
  stream?: number
  summary: string
  /** The outside programs its operations run. */
  programs: readonly Program[]
  /** Formats of other products that it answers; loaded by servers only. */
  fronts?: () => Promise<readonly Front[]>
}

/** Defines a service. */
export const service = (definition: Service): Service => definition

/** A directory, confined to the workspace; operations receive it absolute, links followed. */
export const Directory = z.string().min(1).meta({ 'x-nimbus-path': 'directory' })

/** A file, confined to the workspace; operations receive it absolute, links followed. */
export const File = z.string().min(1).meta({ 'x-nimbus-path': 'file' })

/** A value that is never recorded, logged or printed. */
export const Secret = z.string().min(1).meta({ 'x-nimbus-secret': true })

/**
 * Marks what people and models say to each other: it is passed on and printed, and never kept in the history. Where the
 * output of an operation has any, what it emits and the arguments of the programs it runs are not kept either.
 */
export const unkept = <Schema extends z.ZodType>(schema: Schema): Schema => schema.meta({ 'x-nimbus-unkept': true })

const nouns = { r: 'run', p: 'plan', t: 'task', a: 'artifact', g: 'grant', c: 'conversation' } as const

/** An input that names a record by its id or by a start of it that is long enough. */
export const idPrefix = (kind: IdKind) =>
  z
    .string()
    .regex(
      new RegExp(`^${kind}_[a-z2-7]{${shortestPrefix},20}$`),
      `takes the id of ${kind === 'a' ? 'an' : 'a'} ${nouns[kind]}: ${kind}_ and at least ${shortestPrefix} characters`,
    )

/** An input that takes a whole id, as records of runs hold it: a start of it may name something else another day. */
export const wholeId = (kind: IdKind) =>
  z.string().regex(new RegExp(`^${kind}_[a-z2-7]{20}$`), `takes a whole id: ${kind}_ and 20 characters`)
