import { failed, hostOperation, z } from '@nimbus/kernel/define'
import { ArtifactId, ArtifactView, contentHash, contentOf, findArtifact } from '../artifacts.ts'

/** Gives an artifact with its content, which is compared with the hash it was saved with. */
export default hostOperation({
  id: 'state.artifact-get',
  summary: 'Show an artifact',
  effect: 'read',
  untrusted: true,
  input: z.object({ id: ArtifactId }),
  output: ArtifactView.extend({ content: z.string() }),
  positional: ['id'],
  aliases: ['artifact get'],
  routes: [{ method: 'GET', path: '/api/state/artifacts/:id' }],
  examples: [{ title: 'What did I save?', input: { id: 'a_abcd' } }],
  phrases: [
    'show the artifact {id}',
    'print artifact {id}',
    'what is in the artifact {id}',
    'get the artifact {id}',
    'open artifact {id}',
    'show {id}',
    'content of artifact {id}',
  ],
  words: {
    id: { kind: 'artifact' },
  },

  target: ({ id }) => ({ resources: [`nimbus:records/artifacts/${id}`] }),
  async run({ id }, ctx) {
    const artifact = await findArtifact(id, ctx)
    const content = await contentOf(artifact.id, ctx)
    if (content === undefined || contentHash(content) !== artifact.sha256)
      throw failed('artifact-damaged', `${artifact.id} is not what was saved`, {
        at: artifact.id,
        why: content === undefined ? 'its content is gone' : 'its content has another hash',
        next: 'save it again from where it came',
      })
    return { ...artifact, content }
  },
  text: ({ content }) => content,
})
