import type { z } from 'zod'
import { type CatalogEntry, mainName, unknownOperation } from './catalog.ts'
import { denied, invalid } from './errors.ts'
import { mapStrings, markedFields, withoutSecrets, withoutUnkept } from './json-schema.ts'
import { withoutLongTexts } from './long-texts.ts'
import type { Operation } from './operation.ts'
import type { Confined, Ports } from './ports/ports.ts'
import { unkept } from './redact.ts'
import type { Request } from './request.ts'

/** A call that has passed validation: what to run, with which input, and what to record. */
export interface Valid {
  entry: CatalogEntry
  operation: Operation
  /** Parsed, paths absolute. */
  input: unknown
  /** As recorded: paths relative to the workspace, secrets redacted, what is not kept left out, long texts by digest. */
  recorded: unknown
  /** As it can be called again: paths relative to the workspace, secrets in clear. Only for sealed plans. */
  repeatable: unknown
  paths: readonly Confined[]
}

interface Issue {
  path: PropertyKey[]
  message: string
  code?: string
}

/** An entry of a list is told by the name of the list: which of them it is, its value says. */
const fieldName = (path: readonly PropertyKey[]): string =>
  path.filter((part, i) => typeof part !== 'number' || i < path.length - 1).join('.')

const told = ({ path, message }: Issue): string => [fieldName(path), message].filter(Boolean).join(': ')

const fromIssues = (issues: readonly Issue[], entry: CatalogEntry) => {
  const [first, ...more] = issues
  const field = first ? fieldName(first.path) : ''
  return invalid('invalid-input', first ? told(first) : 'the input does not fit', {
    at: field ? `${entry.id}: ${field}` : entry.id,
    ...(more.length > 0 ? { why: `also: ${more.map(told).join('; ')}` } : {}),
    next: `see what it takes with: nimbus ${mainName(entry)} --help`,
  })
}

const outside = (path: string) =>
  denied('outside-workspace', `${path} is outside the workspace`, {
    at: path,
    why: 'only a person at their own command line may name a path outside the workspace',
    next: 'give a path inside the workspace, or run the command yourself',
  })

/**
 * Who may name a path outside: a person at their own command line; and a call that theirs makes, where what it does to
 * the path was shown to them before, or is only looked at to be shown. Nobody else's preview, however it was approved,
 * opens that door.
 */
const mayLeave = ({ surface, parent, covering, dryRun }: Request, path: string): boolean =>
  surface === 'cli' ||
  (parent?.direct === true &&
    (dryRun === true || covering?.changes.some(({ resource }) => resource === `file:${path}`) === true))

/** What the catalog says of the operation of a call. Raises `unknown-operation` (exit 5) and `excluded` (exit 4). */
export const offered = ({ operation, surface }: Request, { catalog }: Ports): CatalogEntry => {
  const entry = catalog.get(operation)
  if (!entry)
    throw unknownOperation(
      operation,
      catalog.index().map(({ id }) => id),
    )
  const excluded = entry.exclude[surface]
  if (excluded)
    throw denied('excluded', `${entry.id} is not offered on ${surface}`, {
      why: excluded,
      next: `run it as: nimbus ${mainName(entry)}`,
    })
  return entry
}

/** Takes what the operation's schema made of the input and confines every path in it. */
export const validate = (
  entry: CatalogEntry,
  operation: Operation,
  parsed: z.ZodSafeParseResult<unknown>,
  request: Request,
  ports: Ports,
): Valid => {
  const { redactor } = ports
  if (!parsed.success) throw fromIssues(parsed.error.issues, entry)
  const secretFields = markedFields(entry.input, 'x-nimbus-secret')
  mapStrings(parsed.data, secretFields, (secret) => {
    redactor.add(secret)
    return secret
  })

  const paths: Confined[] = []
  const pathFields = markedFields(entry.input, 'x-nimbus-path')
  const input = mapStrings(parsed.data, pathFields, (path) => {
    const confined = ports.confine(path, request.base, request.workspace)
    if (!confined.inside && !mayLeave(request, confined.absolute)) throw outside(path)
    paths.push(confined)
    return confined.absolute
  })
  const repeatable = mapStrings(
    input,
    pathFields,
    (path) => paths.findLast(({ absolute }) => absolute === path)?.shown ?? path,
  )
  return {
    entry,
    operation,
    input,
    recorded: request.parent?.unkept
      ? unkept
      : withoutLongTexts(redactor.value(withoutUnkept(entry.input, withoutSecrets(entry.input, repeatable)))),
    repeatable,
    paths,
  }
}
