import type { Module, Resource, View } from './module.ts'
import { type At, heading } from './view.ts'

/** What a rule says of one resource. `undefined` means that the rule does not apply to it. */
export type Outcome =
  | { readonly status: 'pass' }
  | { readonly status: 'fail'; readonly message: string; readonly at?: At }
  | { readonly status: 'unknown'; readonly message: string; readonly at?: At }

/** How much harm a failure can do. */
export type Severity = 'critical' | 'high' | 'medium' | 'low'
/** What a rule protects. */
export type Category = 'security' | 'reliability' | 'cost' | 'tagging' | 'performance' | 'operations'

type About = {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly category: Category
  /** What can go wrong when the rule is not kept. */
  readonly why: string
  /** What to write instead. */
  readonly fix: string
  /** Where the rule comes from: a URL. */
  readonly source: string
  /** Configurations that are the rule's tests: each good one passes, each bad one fails, each unknown one is neither. */
  readonly examples: {
    readonly good: readonly string[]
    readonly bad: readonly string[]
    readonly unknown?: readonly string[]
  }
}

/** A rule about each resource of some types; `instance` is the resource, or one of its `for_each` instances. */
export type ResourceRule = About & {
  readonly kind: 'resource'
  readonly resources: readonly string[]
  readonly check: (instance: View, resource: Resource, modules: readonly Module[]) => Outcome | undefined
}

/** A rule about a root module as a whole, with all modules it calls. */
export type RootRule = About & {
  readonly kind: 'root'
  readonly check: (root: Module, modules: readonly Module[]) => Outcome | undefined
}

/** A best practice that configurations are checked against: data, and one function that judges. */
export type Rule = ResourceRule | RootRule

/** Declares a rule about resources; data sources are written `data.aws_ami`. */
export function rule(definition: Omit<ResourceRule, 'kind'>): ResourceRule {
  return { kind: 'resource', ...definition }
}

/** Declares a rule about root modules. */
export function rootRule(definition: Omit<RootRule, 'kind'>): RootRule {
  return { kind: 'root', ...definition }
}

/** The rule is kept. */
export function pass(): Outcome {
  return { status: 'pass' }
}

/** The rule is broken, and where: a place, or the block's heading. */
export function fail(message: string, at?: At | View): Outcome {
  return { status: 'fail', message, ...(at && { at: toPlace(at) }) }
}

/** The source does not say whether the rule is kept, and why not. */
export function unknown(reason: string, at?: At | View): Outcome {
  return { status: 'unknown', message: reason, ...(at && { at: toPlace(at) }) }
}

/** Gives the gravest of several outcomes: fail before unknown before pass; undefined for none. */
export function gravest(outcomes: readonly (Outcome | undefined)[]): Outcome | undefined {
  for (const status of ['fail', 'unknown', 'pass'] as const) {
    const found = outcomes.find((outcome) => outcome?.status === status)
    if (found) return found
  }
  return undefined
}

function toPlace(at: At | View): At {
  return 'range' in at ? at : heading(at)
}
