/** What `init` gave, as far as a person is told. */
interface Given {
  file: string
  did: 'created' | 'updated' | 'nothing'
  name?: string | undefined
  region?: string | undefined
  environments: readonly string[]
  sections: readonly string[]
  languages: Readonly<Record<string, number>>
  changed: readonly string[]
  kept: readonly { path: string; because: 'changed' | 'taken-out' | 'comment' }[]
  files: number
  listedBy: 'git' | 'walk'
  notes: readonly string[]
}

/** More changed keys than this are counted and not named. */
const mostChanged = 8

const becauses = {
  changed: 'you changed it',
  'taken-out': 'you took it out',
  comment: 'your comment is there',
} as const

const some = (words: readonly string[], none: string): string => (words.length > 0 ? words.join(', ') : none)

/** What was found and what became of the file, as lines for a terminal. */
export const initText = (given: Given): string => {
  const { file, did, name, region, environments, sections, languages, changed, kept, files, listedBy, notes } = given
  const from = `${files} ${files === 1 ? 'file' : 'files'}${listedBy === 'walk' ? ' (no git repository)' : ''}`
  const shares = Object.entries(languages).sort(([, a], [, b]) => b - a)
  const more = changed.length > mostChanged ? [`… and ${changed.length - mostChanged} more`] : []
  return [
    did === 'nothing' ? `✓ ${file} is up to date with ${from}` : `✓ ${did} ${file} from ${from}`,
    `  name          ${name ?? '? no file says one'}`,
    `  region        ${region ?? (sections.includes('regions') ? '? the code names more than one' : '? no Terraform names one')}`,
    `  environments  ${some(environments, 'none found')}`,
    `  languages     ${some(
      shares.map(([language, share]) => `${language} ${share} %`),
      'none found',
    )}`,
    `  sections      ${some(sections, 'nothing')}`,
    ...(did === 'updated' && changed.length > 0
      ? [`  changed       ${[...changed.slice(0, mostChanged), ...more].join(', ')}`]
      : []),
    ...kept.map(({ path, because }) => `! ${path} stays as you have it: ${becauses[because]}`),
    ...notes.map((note) => `! ${note}`),
  ].join('\n')
}
