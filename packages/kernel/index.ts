export { applyPlan, hasReference, resolveReferences } from './apply.ts'
export { confirmName } from './approve.ts'
export type { Call, Change, Finding, Preview, Target, Undo } from './call.ts'
export { canonicalJson, digestOf } from './canonical.ts'
export {
  type Catalog,
  type CatalogEntry,
  type CatalogSource,
  joinSources,
  type ServiceEntry,
  unknownOperation,
} from './catalog.ts'
export type { Context, Operations } from './context.ts'
export { type Effect, effects, rank } from './effect.ts'
export { type Envelope, exitOf, failureEnvelope, type Outcome, statusOf } from './envelope.ts'
export * from './errors.ts'
export { globMatches } from './glob.ts'
export type * from './host-context.ts'
export { type IdKind, isIdPrefix, newId, onlyOne, shortestPrefix } from './ids.ts'
export { type JsonSchema, mapStrings, markedFields, withoutSecrets } from './json-schema.ts'
export { nearest } from './nearest.ts'
export type { Example, Operation, Route } from './operation.ts'
export { invoke } from './pipeline.ts'
export * from './plan.ts'
export {
  type Decide,
  type Decision,
  decide,
  decides,
  failedSamples,
  type PolicyLayer,
  type Question,
  type Rule,
} from './policy.ts'
export type * from './ports/front.ts'
export type * from './ports/journal.ts'
export type * from './ports/ledger.ts'
export type * from './ports/plans.ts'
export type * from './ports/ports.ts'
export type * from './ports/processes.ts'
export type * from './ports/storage.ts'
export { mayApprove, type Principal, type Scope, type Surface } from './principal.ts'
export { type ExecOptions, type ExecResult, type Interruption, type Program, stopGroup } from './program.ts'
export { type Redactor, redacted } from './redact.ts'
export type { Ask, Consent, Parent, Request } from './request.ts'
export { secretFileEndings } from './secret-files.ts'
export { quoted } from './shell-word.ts'
