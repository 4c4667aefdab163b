import { hostOperation, z } from '@nimbus/kernel/define'
import { ArtifactId, artifactResource, contentOf, deleteArtifact, findArtifact } from '../artifacts.ts'

/** Deletes an artifact. It cannot be undone. */
export default hostOperation({
  id: 'state.artifact-delete',
  summary: 'Delete an artifact',
  effect: 'delete',
  input: z.object({ id: ArtifactId }),
  output: z.object({ id: z.string(), name: z.string() }),
  positional: ['id'],
  aliases: ['artifact delete'],
  routes: [{ method: 'DELETE', path: '/api/state/artifacts/:id' }],
  examples: [{ title: 'Forget what was saved', input: { id: 'a_abcd' } }],
  phrases: [
    'delete the artifact {id}',
    'remove the artifact {id}',
    'delete these artifacts {id}',
    'delete artifact {id}',
    'erase the artifact {id}',
    'delete {id}',
  ],
  words: {
    id: { kind: 'artifact' },
  },

  target: ({ id }) => ({ resources: [artifactResource(id)] }),
  async preview({ id: prefix }, ctx) {
    const { id, name } = await findArtifact(prefix, ctx)
    return { changes: [{ resource: artifactResource(id), effect: 'delete', summary: name }] }
  },
  async run({ id: prefix }, ctx) {
    const { id, name } = await findArtifact(prefix, ctx)
    await ctx.step(`Delete ${name}`, () => deleteArtifact(id, ctx))
    return { id, name }
  },
  async verify(_input, { id, name }, ctx) {
    const left = await contentOf(id, ctx)
    return [
      left === undefined
        ? { status: 'pass', code: 'artifact-deleted', message: `${name} is gone` }
        : { status: 'fail', code: 'artifact-deleted', message: `${name} is still there` },
    ]
  },
  undo: { irreversible: 'what was deleted was not kept' },
  text: ({ name }) => `✓ deleted ${name}`,
})
