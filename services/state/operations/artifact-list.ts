import { hostOperation, z } from '@nimbus/kernel/define'
import { alignedRows } from '@nimbus/text-table'
import { ArtifactView, listArtifacts } from '../artifacts.ts'
import { shortIds } from '../run-view.ts'
import { ago } from '../time-text.ts'

/** Lists what was saved, newest first. */
export default hostOperation({
  id: 'state.artifact-list',
  summary: 'List saved artifacts',
  effect: 'read',
  untrusted: true,
  input: z.object({
    name: z.string().min(1).optional().describe('Only those whose name contains this'),
    limit: z.number().int().min(1).max(1000).default(50).describe('How many at most'),
  }),
  output: z.object({
    artifacts: z.array(ArtifactView),
    total: z.number().int(),
    at: z.string().describe('When this was asked'),
  }),
  aliases: ['artifact list'],
  routes: [{ method: 'GET', path: '/api/state/artifacts' }],
  examples: [{ title: 'What was saved lately?', input: {} }],
  phrases: [
    'list the artifacts',
    'what did i save',
    'which artifacts are there',
    'show my artifacts',
    'artifacts with {name} in the name',
    'saved artifacts',
    'which artifacts did i save',
    'all artifacts',
  ],
  words: {
    name: {
      kind: 'search',
      words: [
        '{} in the name',
        '{} in their name',
        '{} in its name',
        'with {} in the name',
        'name contains {}',
        'named {}',
        'called {}',
        'whose name has {}',
        'with {} in their name',
        'with {} in its name',
        'whose name contains {}',
        'whose name includes {}',
        'name includes {}',
        'name has {}',
        '{} somewhere in the name',
        '{} as part of the name',
        'contain {} in the name',
        'names with {}',
        'names containing {}',
      ],
    },
    limit: { words: ['{} artifacts'] },
  },

  target: () => ({ resources: ['nimbus:records/artifacts'] }),
  async run({ name, limit }, ctx) {
    const found = (await listArtifacts(ctx)).filter((each) => name === undefined || each.name.includes(name))
    found.sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0))
    return { artifacts: found.slice(0, limit), total: found.length, at: ctx.now().toISOString() }
  },
  text({ artifacts, total, at }) {
    if (artifacts.length === 0) return 'nothing saved yet; save something with: nimbus artifact save <name> --content -'
    const ids = shortIds(artifacts.map(({ id }) => id))
    const rows = artifacts.map(({ name, type, bytes, createdAt }, i) => [
      ids[i] ?? '',
      ago(createdAt, at),
      String(bytes),
      type,
      name,
    ])
    const lines = alignedRows([['id', 'saved', 'bytes', 'type', 'name'], ...rows], [2])
    return [...lines, ...(total > artifacts.length ? [`${total - artifacts.length} more: raise --limit`] : [])].join(
      '\n',
    )
  },
})
