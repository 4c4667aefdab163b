import { nearest, z } from '@nimbus/kernel/define'
import type { PathProblem, Problem } from '../problem.ts'
import { explain } from '../spec/explain.ts'
import { readSource } from '../spec/source.ts'
import type { Stack } from '../stack/stack.ts'

/** The shape of a conventions file. */
const Conventions = z.strictObject({
  name: z
    .strictObject({ pattern: z.string().describe('Regular expression the name of a stack must match') })
    .optional(),
  tags: z.strictObject({ required: z.array(z.string()).describe('Tags every environment must have') }).optional(),
  regions: z.array(z.string()).min(1).optional().describe('Regions that may be used'),
  versions: z
    .strictObject({
      eks: z.array(z.string()).min(1).optional(),
      postgres: z.array(z.string()).min(1).optional(),
      mysql: z.array(z.string()).min(1).optional(),
      mariadb: z.array(z.string()).min(1).optional(),
    })
    .optional()
    .describe('Versions that may be used; 16 allows 16.4 too'),
})

/** What an organisation asks of every stack, and the file it is written in. */
export type Conventions = z.output<typeof Conventions> & { readonly file: string }

/** Reads a conventions file. Gives all problems at once, each with its place. */
export function readConventions(
  bytes: Uint8Array,
  file: string,
): { conventions: Conventions } | { problems: readonly Problem[] } {
  const read = readSource('conventions', bytes, file)
  if ('problems' in read) return read
  const { value, locate } = read.source
  const parsed = Conventions.safeParse(value)
  if (!parsed.success) {
    const problems = explain(parsed.error.issues, value, Conventions)
    return { problems: problems.map(({ path, part, ...problem }) => ({ ...problem, at: locate(path, part) })) }
  }
  try {
    new RegExp(parsed.data.name?.pattern ?? '')
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const at = locate(['name', 'pattern'], 'value')
    return { problems: [{ message: 'name.pattern: this is no regular expression', at, why, next: 'correct it' }] }
  }
  return { conventions: { ...parsed.data, file } }
}

/** Says where a stack does not keep to the conventions, by its place in the spec. */
export function breaches(stack: Stack, conventions: Conventions): readonly PathProblem[] {
  return [
    ...nameBreaches(stack, conventions),
    ...regionBreaches(stack, conventions),
    ...tagBreaches(stack, conventions),
    ...versionBreaches(stack, conventions),
  ]
}

function nameBreaches({ name }: Stack, { name: rule, file }: Conventions): PathProblem[] {
  if (rule === undefined || new RegExp(rule.pattern).test(name)) return []
  const why = `${file} wants names that match ${rule.pattern}`
  return [
    { path: ['name'], message: `name: ${name} is against the conventions`, why, next: 'choose a name that matches' },
  ]
}

function regionBreaches({ region }: Stack, { regions, file }: Conventions): PathProblem[] {
  if (regions === undefined || regions.includes(region)) return []
  const why = `${file} allows ${regions.join(', ')}`
  const next = `use ${nearest(region, regions) ?? regions[0]}`
  return [{ path: ['region'], message: `region: ${region} is against the conventions`, why, next }]
}

function tagBreaches({ environments }: Stack, { tags, file }: Conventions): PathProblem[] {
  const missing = (tags?.required ?? []).filter((tag) => environments.some((environment) => !(tag in environment.tags)))
  return missing.map((tag) => {
    const lacking = environments.filter((environment) => !(tag in environment.tags)).map(({ name }) => name)
    const why = `${file} requires it; ${lacking.join(', ')} ${lacking.length === 1 ? 'lacks' : 'lack'} it`
    return { path: ['tags'], message: `tags: ${tag} is missing`, why, next: `add ${tag}: … to tags` }
  })
}

function versionBreaches({ environments }: Stack, { versions = {}, file }: Conventions): PathProblem[] {
  return environments.flatMap(({ name, cluster, database }) => {
    const used = [
      ...(cluster ? [{ component: 'eks', rule: versions.eks, version: cluster.version }] : []),
      ...(database ? [{ component: 'rds', rule: versions[database.engine], version: database.version }] : []),
    ]
    return used.flatMap(({ component, rule, version }): PathProblem[] => {
      if (rule === undefined || rule.some((allowed) => version === allowed || version.startsWith(`${allowed}.`)))
        return []
      return [
        {
          path: ['components', component, 'version'],
          message: `components.${component}.version: ${version} in ${name} is against the conventions`,
          why: `${file} allows ${rule.join(', ')}`,
          next: `use "${rule.at(-1)}"`,
        },
      ]
    })
  })
}
