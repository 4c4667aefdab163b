import { alignedRows } from '@nimbus/text-table'
import { printable } from '../tree/printable.ts'
import type { Placed, PlacedEnvironment } from './context-view.ts'

/** What `context` gave, as far as a person is told. */
interface Given {
  name?: Placed | undefined
  region?: Placed | undefined
  regions: readonly Placed[]
  environments: readonly (Omit<PlacedEnvironment, 'kind' | 'region'> & {
    kind?: string | undefined
    region?: Placed | undefined
  })[]
  conventions: { naming?: Placed | undefined; tags: readonly Placed[]; requiredTags: readonly Placed[] }
  sections: Readonly<Record<string, unknown>>
  file?: string | undefined
  outdated: readonly string[]
  notes: readonly string[]
}

const sources = { person: 'you decided', init: 'found before', found: 'found now' } as const

/** Each environment with what is said of it, in columns; what is said of none has no column. */
const environmentValues = (environments: Given['environments']): string[] => {
  const cells = environments.map(({ name, kind, region, directories }) => [
    name,
    kind === name ? '' : (kind ?? ''),
    region?.value ?? '',
    directories.join('  '),
  ])
  const said = [0, 1, 2, 3].filter((column) => cells.some((each) => each[column]))
  return alignedRows(cells.map((each) => said.map((column) => each[column] ?? '')))
}

const row = (label: string, value: string, { from, at }: Pick<Placed, 'from' | 'at'>): string[] => [
  label,
  printable(value),
  `${sources[from]}: ${printable(at[0] ?? '')}${at.length > 1 ? ` and ${at.length - 1} more` : ''}`,
]

/** What is known of the project, with who says so, as lines for a terminal. */
export const contextText = (given: Given): string => {
  const { name, region, regions, environments, conventions, sections, file, outdated, notes } = given
  const { naming, tags, requiredTags } = conventions
  const inColumns = environmentValues(environments)
  const rows = [
    name ? row('name', name.value, name) : ['name', '?', 'no file says one'],
    ...(region ? [row('region', region.value, region)] : []),
    ...(region
      ? []
      : regions.length > 0
        ? regions.map((each) => row('region?', each.value, each))
        : [['region', '?', 'no Terraform names one']]),
    ...environments.map((environment, i) => row('environment', inColumns[i] ?? environment.name, environment)),
    ...(naming ? [row('naming', naming.value, naming)] : []),
    ...tags.map((tag) => row('tag', tag.value, tag)),
    ...requiredTags.map((tag) => row('required tag', tag.value, tag)),
  ]
  const more = Object.keys(sections).filter(
    (key) => !['name', 'region', 'regions', 'environments', 'conventions'].includes(key),
  )
  return [
    ...alignedRows(rows),
    ...(more.length > 0 ? [`also known: ${more.map(printable).join(', ')} (--json shows it)`] : []),
    ...(file === undefined ? ['! there is no .nimbus/project.yaml: write one with nimbus init'] : []),
    ...(outdated.length > 0
      ? [`! ${file} is out of date: ${outdated.slice(0, 5).map(printable).join(', ')}; run nimbus init`]
      : []),
    ...notes.map((note) => `! ${printable(note)}`),
  ].join('\n')
}
