import { hostOperation, invalid, newId, z } from '@nimbus/kernel/define'
import { ArtifactView, contentHash, contentOf, largestArtifact, storeArtifact, typeOfName } from '../artifacts.ts'

/** Keeps a text under a name and an id of its own. Two artifacts may have the same name. */
export default hostOperation({
  id: 'state.artifact-save',
  summary: 'Save an artifact',
  effect: 'create',
  input: z.object({
    // In one line, or a name could look like further rows of the list.
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^.*$/, 'takes one line')
      .describe('What to call it, such as plan.json'),
    content: z.string().describe('The text to keep; @file and - (standard input) are read on the command line'),
    type: z
      .string()
      .regex(/^[\w.+-]+\/[\w.+-]+$/, 'takes a media type such as text/plain')
      .optional()
      .describe('Media type; default: what the name suggests'),
  }),
  output: ArtifactView,
  positional: ['name'],
  aliases: ['artifact save'],
  routes: [{ method: 'POST', path: '/api/state/artifacts' }],
  examples: [{ title: 'Keep a note', input: { name: 'decision.md', content: 'We use one NAT gateway in dev.\n' } }],
  phrases: [
    'save {content} as {name}',
    'artifact save {name} with the text {content}',
    'save an artifact {name} with the text {content}',
    'keep this as {name}',
    'save the artifact {name}',
    'store {content} as the artifact {name}',
    'keep {content} as {name}',
    'save {content} as artifact {name}',
    'save its text as artifact {name}',
  ],
  words: {
    name: { kind: 'file-name', words: ['as {}', 'called {}', 'named {}', 'artifact {}'] },
    content: { kind: 'text' },
    type: { kind: 'media-type' },
  },

  target: ({ name }) => ({ resources: [`nimbus:records/artifacts/${name}`] }),
  async preview({ name, content }) {
    const summary = `${Buffer.byteLength(content)} bytes`
    return { changes: [{ resource: `nimbus:records/artifacts/${name}`, effect: 'create', summary }] }
  },
  async run({ name, content, type }, ctx) {
    const bytes = Buffer.byteLength(content)
    if (bytes > largestArtifact)
      throw invalid('too-large', `The content of ${name} is larger than 4 MiB`, {
        at: 'state.artifact-save: content',
        why: `it has ${bytes} bytes`,
        next: 'keep large files where you keep large files, and save where that is',
      })
    const artifact = {
      id: newId('a'),
      name,
      type: type ?? typeOfName(name),
      bytes,
      sha256: contentHash(content),
      createdAt: ctx.now().toISOString(),
      run: ctx.run,
    }
    await ctx.step(`Save ${name}`, () => storeArtifact(artifact, content, ctx))
    return artifact
  },
  async verify({ name, content }, { id }, ctx) {
    const stored = await contentOf(id, ctx)
    return [
      stored === content
        ? { status: 'pass', code: 'artifact-saved', message: `${name} reads back as it was given` }
        : { status: 'fail', code: 'artifact-saved', message: `${name} does not read back as it was given` },
    ]
  },
  undo: (_input, { id }) => ({ operation: 'state.artifact-delete', input: { id } }),
  text: ({ id, name, type, bytes }) => `✓ saved ${name}  ${bytes} bytes  ${type}\n  ${id}`,
})
