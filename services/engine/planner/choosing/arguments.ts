import { absentQuestion, conflictQuestion, missingQuestion, whichQuestion } from '../asking/questions.ts'
import { alternatives, asList, joinedByOr, paired } from '../clauses/lists.ts'
import type { World } from '../surroundings.ts'
import type { PatternPart } from '../tokens/pattern.ts'
import { tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { correctedIn } from '../values/corrections.ts'
import { environmentNames } from '../values/environments.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import { valueText } from '../values/value-text.ts'
import { stemOf } from '../words/stem.ts'
import type { Choice } from './choose.ts'
import { filesInside } from './files-inside.ts'
import { type Arguments, distinct, type Problem } from './frame.ts'

/** Kinds of which each makes a step of its own when several are named. */
const stepEach = new Set([
  'file',
  'new-file',
  'root',
  'code',
  'branch',
  'commit',
  'run',
  'plan',
  'any-plan',
  'terraform-plan',
  'artifact',
  'task',
  'conversation',
  'address',
  'foreign-id',
  'directory',
  'region',
  'new-directory',
  'operation',
  'tool',
  'grant',
  'key-holder',
  'setting',
])

/** Kinds that may be named although nothing has that name yet, or that others look up. */
const mayBeAbsent = new Set(['path', 'new-directory', 'new-file', 'repository'])

/** What arguments are made from. */
export interface Sources {
  world: World
  tokens: readonly Token[]
  /** What earlier steps and the rest of the request offer for a field. */
  borrowed(field: Field): readonly unknown[] | undefined
  /** Whether an earlier step makes a thing of that name. */
  fresh(value: unknown): boolean
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'question' in value

const narrowed = (reading: Reading, { tokens }: Sources): Reading => {
  if (!reading.several) return reading
  const words = tokens.filter((_, at) => at < reading.from || at >= reading.to).map(({ word }) => word)
  const fitting = reading.several.filter((each) =>
    each
      .toLowerCase()
      .split('/')
      .some((part) => words.includes(part)),
  )
  return fitting.length === 1 ? { value: fitting[0], from: reading.from, to: reading.to, exact: true } : reading
}

/** Readings of a field as they count: narrowed by the other words, no two of one thing; or what has to be asked. */
const settled = (
  choice: Choice,
  field: Field,
  found: readonly Reading[],
  sources: Sources,
): readonly Reading[] | Problem => {
  const readings = distinct(found.map((reading) => narrowed(reading, sources)))
  const unclear = readings.find(({ several }) => several)
  if (unclear?.several) return whichQuestion(choice.subject, field, unclear.several)
  const absent = readings.find(({ absent: gone, value }) => gone && !sources.fresh(value))
  if (absent && !mayBeAbsent.has(field.kind)) {
    const present = readings.filter((each) => !each.absent)
    if (present.length > 0 && field.kind === 'region') return present
    return absentQuestion(choice.subject, field, valueText(absent.value), sources.world)
  }
  return readings
}

const saidByName = ({ name, kind }: Field, tokens: readonly Token[], taken: ReadonlySet<number>): boolean =>
  ['account', 'cidr', 'lock', 'stash'].includes(kind) &&
  tokens.some((token, at) => !taken.has(at) && tokenConcept(token) === stemOf(name))

/** What is told apart, several of it with commas: each behind a word that says so, as `by` and `for each`. */
const toldApart = (readings: readonly Reading[], tokens: readonly Token[]): string => {
  const led = readings.filter(({ from }) => /^(?:by|per|each|every|and|,|&)$/.test(tokens[from - 1]?.word ?? ''))
  return (led.length > 0 ? led : readings.slice(0, 1)).map(({ value }) => valueText(value)).join(',')
}

/** Whether all environments or roots are meant. */
const quantified = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ word }, at) =>
      ['every', 'all', 'each'].includes(word) &&
      tokens.slice(at + 1, at + 4).some((token) => ['environment', 'root', 'everyth'].includes(tokenConcept(token))),
  )

const exceptions = (
  field: Field,
  { tokens, world }: Sources,
  readings: readonly Reading[],
): readonly unknown[] | undefined => {
  const at = tokens.findIndex(({ word }) => ['except', 'excluding', 'besides'].includes(word) || word === 'but')
  const all = tokens.some(({ word }) => ['every', 'all', 'each', 'everything', 'any'].includes(word))
  if (field.kind !== 'root' || !all) return undefined
  const out = readings.filter(({ from }) => at >= 0 && from > at).map(({ value }) => value)
  if (at < 0 && readings.length > 0) return undefined
  return world.roots.filter((root) => !out.includes(root))
}

/** Whether a phrase names two arguments side by side: `diff {from} {to}`. */
const isPair = (part: PatternPart, next: PatternPart | undefined, { name }: Field, twin: Field): boolean =>
  'slot' in part && part.slot === name && next !== undefined && 'slot' in next && next.slot === twin.name

/** The arguments of each step that an operation comes to, or what has to be asked first. */
export const argumentsOf = (choice: Choice, sources: Sources): readonly Arguments[] | Problem => {
  const { subject, readings, taken } = choice
  const { world, tokens } = sources
  const values = new Map<string, readonly unknown[]>()
  const assumed: string[] = []
  const destructive = subject.effect === 'delete'
  const hasTwin = (field: Field): boolean =>
    subject.fields.some(
      (other) =>
        other !== field &&
        other.kind === field.kind &&
        !readings.has(other.name) &&
        subject.entry.positional.includes(other.name),
    )

  for (const field of subject.fields) {
    const found = readings.get(field.name) ?? (field.kind === 'root' && quantified(tokens) ? [] : undefined)
    if (!found && field.kind === 'environment' && field.many && quantified(tokens)) {
      const rooted = world.roots.flatMap((root) => root.split('/').filter((part) => environmentNames(part).length > 0))
      // What has no code yet has the environments that the project knows.
      const here = rooted.length > 0 ? rooted : (world.project?.environments ?? [])
      if (here.length === 0) return missingQuestion(subject, field, world)
      values.set(field.name, [...new Set(here)])
    }
    if (!found) continue
    const spread = exceptions(field, sources, found)
    if (spread && destructive) return conflictQuestion(subject, field, world.roots)
    if (spread && spread.length > 0) {
      values.set(field.name, spread)
      continue
    }
    const counted = settled(choice, field, found, sources)
    if (isProblem(counted)) return counted
    if (
      joinedByOr(counted, tokens) ||
      paired(field, readings) ||
      (counted.length > 1 &&
        !field.many &&
        !stepEach.has(field.kind) &&
        field.kind !== 'search-words' &&
        field.kind !== 'dimensions' &&
        field.kind !== 'assignment') ||
      (counted.length > 1 && !field.many && stepEach.has(field.kind) && !hasTwin(field) && !asList(counted, tokens))
    )
      return conflictQuestion(
        subject,
        field,
        counted.map(({ value }) => valueText(value)),
      )
    if (destructive && stepEach.has(field.kind) && counted.some(({ exact }) => !exact) && field.kind !== 'address')
      return whichQuestion(
        subject,
        field,
        counted.map(({ value }) => valueText(value)),
      )
    const { minimum, maximum } = field.schema
    const outside = counted.find(
      ({ value }) =>
        typeof value === 'number' &&
        ((typeof minimum === 'number' && value < minimum) || (typeof maximum === 'number' && value > maximum)),
    )
    if (outside)
      return conflictQuestion(subject, field, [
        `at least ${minimum ?? 0}`,
        ...(maximum === undefined || maximum > 1e9 ? [] : [`at most ${maximum}`]),
      ])
    assumed.push(...correctedIn(field, counted, tokens))
    const all = counted.map(({ value }) => value)
    values.set(field.name, field.kind === 'dimensions' ? [toldApart(counted, tokens)] : all)
  }

  // Two places of one kind, of which the first took both: `compare a with b`.
  for (const [at, field] of subject.fields.entries()) {
    const twin = subject.fields[at + 1]
    const [first, ...rest] = values.get(field.name) ?? []
    if (!twin || twin.kind !== field.kind || values.has(twin.name) || rest.length === 0 || field.many) continue
    const both = subject.phrases.some((phrase) => phrase.some((part, i) => isPair(part, phrase[i + 1], field, twin)))
    if (!both && !subject.entry.positional.includes(twin.name)) continue
    values.set(field.name, [first])
    values.set(twin.name, rest)
  }

  for (const field of subject.fields) {
    if (values.has(field.name)) continue
    if (saidByName(field, tokens, taken)) return missingQuestion(subject, field, world)
    if (field.asked && choice.stance === 'question') {
      values.set(field.name, [true])
      continue
    }
    if (alternatives(field, subject, readings, tokens)) {
      values.set(field.name, [true])
      assumed.push(`${field.name}=true (the text has alternatives)`)
      continue
    }
    const inside = filesInside(field, choice, sources)
    if (inside.length > 0) {
      values.set(field.name, inside)
      assumed.push(`${field.name}=${inside.join(',')} (named in what is asked)`)
      continue
    }
    const borrowed = sources.borrowed(field)
    if (borrowed !== undefined) {
      values.set(field.name, borrowed)
      continue
    }
    if (field.unless !== undefined && values.has(field.unless)) continue
    if (field.kind === 'region' && field.unless !== undefined) {
      if (!world.project?.region) return missingQuestion(subject, field, world)
      values.set(field.name, [world.project.region])
      assumed.push(`${field.name}=${world.project.region} (this project)`)
    } else if (field.kind === 'stack-name') {
      const name =
        world.project?.name ??
        subject.fields
          .flatMap((each) => (each.kind === 'choice' && each.many ? (values.get(each.name) ?? []) : []))
          .join('-')
      if (name === '') continue
      // Names of buckets and databases are made of it.
      const plain = name
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]+/g, '-')
        .replaceAll(/^-+|-+$/g, '')
      values.set(field.name, [plain])
      assumed.push(`${field.name}=${plain} (${world.project?.name ? 'this project' : 'what it is made of'})`)
    } else if (field.kind === 'root' && field.default !== undefined) {
      const [only, ...more] = world.roots
      // What `it` is was not found among the roots, and is not whatever lies here.
      const lost =
        only === undefined && world.known.files && tokens.some(({ word }) => word === 'it' || word === 'that')
      if (destructive || more.length > 0 || lost) return missingQuestion(subject, field, world)
      if (only !== undefined && only !== field.default) {
        values.set(field.name, [only])
        assumed.push(`${field.name}=${only} (the only root)`)
      }
    } else if (field.from) {
      // Another operation gives it, for a root that has to be known.
      const root = subject.fields.find(({ kind }) => kind === 'root')
      const given = root && (values.get(root.name) ?? sources.borrowed(root))
      const [only, ...more] = given ?? world.roots
      if (!root || only === undefined || (!given && more.length > 0))
        return missingQuestion(subject, root ?? field, world)
      values.set(root.name, given ?? [only])
      if (!given) assumed.push(`${root.name}=${valueText(only)} (the only root)`)
    } else if (field.required || (field.unless !== undefined && !values.has(field.unless))) {
      return missingQuestion(subject, field, world)
    }
  }

  const widest = Math.max(
    1,
    ...subject.fields.map(({ name, many, kind }) =>
      many || kind === 'assignment' ? 1 : (values.get(name)?.length ?? 1),
    ),
  )
  const uneven = subject.fields.find(({ name, many, kind }) => {
    if (kind === 'assignment') return false
    const count = values.get(name)?.length ?? 1
    return !many && count > 1 && count < widest
  })
  if (uneven) return conflictQuestion(subject, uneven, (values.get(uneven.name) ?? []).map(valueText))
  return Array.from({ length: widest }, (_, i): Arguments => {
    const input: Record<string, unknown> = {}
    for (const { name, many, kind, schema } of subject.fields) {
      const given = values.get(name)
      if (given && kind === 'assignment' && schema.type === 'object')
        input[name] = Object.fromEntries(given.map((each) => valueText(each).split(/=(.*)/s).slice(0, 2)))
      else if (given) input[name] = many ? given : (given[i] ?? given[0])
    }
    return { input, assumed }
  })
}
