import type { Diagnostic } from '@nimbus/hcl'
import type { Module, Modules, Resource } from './module.ts'
import { gravest, type Outcome, type Rule, type Severity } from './rule.ts'
import { type Suppression, suppressions } from './suppression.ts'
import { type At, heading } from './view.ts'

/** A rule broken, or one that could not be judged, at a place; lines and columns count from 1. */
export type Finding = {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly status: 'fail' | 'unknown'
  readonly address: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
  readonly why: string
  readonly fix: string
  readonly source: string
}

/** Something that could not be read or does not count; lines and columns count from 1. */
export type Problem = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** What checking gives. The counts are of resources judged by a rule; suppressed ones are in none of them. */
export type CheckResult = {
  readonly rules: number
  readonly files: number
  readonly passed: number
  readonly failed: number
  readonly unknown: number
  /** Gravest first, then by file, line and rule. */
  readonly findings: readonly Finding[]
  readonly suppressed: readonly (Finding & { readonly reason: string })[]
  /** Files that could not be read, and suppressions that do not count. */
  readonly problems: readonly Problem[]
}

type Judged = {
  readonly rule: Rule
  readonly address: string
  readonly outcome: Outcome
  readonly at: At
  readonly heading: At
}

/**
 * Checks modules against rules. The same input gives the same result, in the same order.
 *
 * @param concerns limits what is reported to some files; the others still say what values flow into those
 */
export function checkModules(
  { modules, problems }: Modules,
  rules: readonly Rule[],
  concerns: (file: string) => boolean = () => true,
): CheckResult {
  const files = [
    ...new Map(modules.flatMap((module) => module.files.map((file) => [file.file, file] as const))).values(),
  ]
  const ids = new Set(rules.map(({ id }) => id))
  const read = files.map((file) => suppressions(file, ids))
  const ignored = read.flatMap(({ found }) => found)
  const judged = distinct(rules.flatMap((rule) => judge(rule, modules))).filter(({ at }) => concerns(at.file))
  const findings: Finding[] = []
  const suppressed: (Finding & { reason: string })[] = []
  for (const one of judged) {
    const finding = findingOf(one)
    if (!finding) continue
    const reason = ignored.find((each) => covers(each, one))?.reason
    if (reason === undefined) findings.push(finding)
    else suppressed.push({ ...finding, reason })
  }
  return {
    rules: rules.length,
    files: files.filter(({ file }) => concerns(file)).length,
    passed: judged.filter(({ outcome }) => outcome.status === 'pass').length,
    failed: findings.filter(({ status }) => status === 'fail').length,
    unknown: findings.filter(({ status }) => status === 'unknown').length,
    findings: findings.sort(byGravity),
    suppressed: suppressed.sort(byGravity),
    problems: [...problems, ...read.flatMap((one) => one.problems)].map(problemOf).filter(({ file }) => concerns(file)),
  }
}

function judge(rule: Rule, modules: readonly Module[]): Judged[] {
  if (rule.kind === 'resource') {
    const wanted = new Set(rule.resources)
    const concerned = modules.flatMap(({ resources }) => resources).filter((resource) => wanted.has(typeName(resource)))
    return concerned.flatMap((resource) => {
      const outcome = gravest(resource.instances.map((instance) => rule.check(instance, resource, modules)))
      return outcome ? [judged(rule, resource.address, outcome, heading(resource))] : []
    })
  }
  return modules.flatMap((root) => {
    const outcome = root.caller || root.files.length === 0 ? undefined : rule.check(root, modules)
    const at = rootPlace(root)
    return outcome && at ? [judged(rule, root.directory, outcome, at)] : []
  })
}

function typeName({ kind, type }: Resource): string {
  return kind === 'data' ? `data.${type}` : type
}

function judged(rule: Rule, address: string, outcome: Outcome, block: At): Judged {
  return { rule, address, outcome, heading: block, at: outcome.status === 'pass' ? block : (outcome.at ?? block) }
}

function rootPlace({ files, blocks }: Module): At | undefined {
  const settings = blocks.find(({ block }) => block.type === 'terraform') ?? blocks[0]
  if (settings) return heading(settings)
  const [file] = files
  return file && { file: file.file, range: { start: file.body.range.start, end: file.body.range.start } }
}

// A module called several times gives the same answer at the same place several times.
function distinct(all: readonly Judged[]): Judged[] {
  const seen = new Map<string, Judged>()
  for (const one of all) {
    const { file, range } = one.at
    const message = one.outcome.status === 'pass' ? '' : one.outcome.message
    const key = [one.rule.id, one.outcome.status, file, range.start.offset, message].join('\n')
    if (!seen.has(key)) seen.set(key, one)
  }
  return [...seen.values()]
}

function findingOf({ rule, address, outcome, at }: Judged): Finding | undefined {
  if (outcome.status === 'pass') return undefined
  const { id, title, severity, why, fix, source } = rule
  const { line, column } = at.range.start
  return {
    rule: id,
    title,
    severity,
    status: outcome.status,
    address,
    file: at.file,
    line,
    column,
    message: outcome.message,
    why,
    fix,
    source,
  }
}

function covers({ rule, file, target }: Suppression, one: Judged): boolean {
  if (rule !== one.rule.id) return false
  return [one.heading, one.at].some((at) => at.file === file && at.range.start.line === target)
}

const gravity: readonly Severity[] = ['critical', 'high', 'medium', 'low']

function byGravity(left: Finding, right: Finding): number {
  return (
    Number(left.status === 'unknown') - Number(right.status === 'unknown') ||
    gravity.indexOf(left.severity) - gravity.indexOf(right.severity) ||
    compare(left.file, right.file) ||
    left.line - right.line ||
    compare(left.rule, right.rule) ||
    compare(left.address, right.address)
  )
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function problemOf({ file, message, range }: Diagnostic): Problem {
  return { file, line: range.start.line, column: range.start.column, message }
}
