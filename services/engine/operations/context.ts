import { operation, z } from '@nimbus/kernel/define'
import { contextText } from '../project/context-text.ts'
import { projectView } from '../project/context-view.ts'
import { projectInForce } from '../project/in-force.ts'

const From = z
  .enum(['person', 'init', 'found'])
  .describe('person: decided in project.yaml; init: written there by a scan; found: in the project now')

const Placed = z.object({ value: z.string(), from: From, at: z.array(z.string()).describe('Where it says so') })

const Environment = z.object({
  name: z.string(),
  kind: z.string().optional().describe('development, test, staging or production, where the name or a person says'),
  region: Placed.optional(),
  directories: z.array(z.string()).describe('Directories that are its own'),
  from: From,
  at: z.array(z.string()),
})

/**
 * Gives the project as it is in force: what `.nimbus/project.yaml` says, brought up to date with what the project
 * plainly shows, and of each value who says it and where.
 *
 * There need not be a file. A region is given only when a person decided on one or all of the code agrees; with more,
 * `regions` has the candidates. Nothing outside of the workspace is looked at.
 */
export default operation({
  id: 'engine.context',
  summary: 'Show what is known of the project, and who says so',
  effect: 'read',
  untrusted: true,
  input: z.object({
    seconds: z.number().int().min(1).max(600).default(20).describe('Time after which what is left is not looked at'),
  }),
  output: z.object({
    name: Placed.optional(),
    region: Placed.optional(),
    regions: z.array(Placed).describe('All that are named'),
    environments: z.array(Environment),
    conventions: z.object({
      naming: Placed.optional().describe('How names are put together, such as {name}-{environment}-{part}'),
      tags: z.array(Placed).describe('Keys of tags that are in use'),
      requiredTags: z.array(Placed).describe('Keys of tags that the organisation asks for'),
    }),
    sections: z.record(z.string(), z.unknown()).describe('Everything in force, by the keys of project.yaml'),
    file: z.string().optional().describe('Absent when there is no project.yaml'),
    trusted: z.boolean().describe('Whether a person trusts this workspace'),
    outdated: z.array(z.string()).describe('Keys of which project.yaml says something else than the project does now'),
    notes: z.array(z.string()).describe('What was ignored or not looked at'),
  }),
  routes: [{ method: 'GET', path: '/api/core/project' }],
  examples: [{ title: 'What do plans know of this project?', input: {} }],
  phrases: [
    'what is known of this project',
    'show the project context',
    'which environments does this project have',
    'what environments are there',
    'what do you know about this project',
    'which region does this project use',
    'what region would be used by default',
    'naming convention of this project',
    'which tags are required here',
    'what is this project called',
    'project facts',
    'tell me about this project',
    'conventions of the project',
    'what have you figured out about this project',
    'what did you find out about this project',
    'what do you know about this project and where is it from',
    'where do you know that from',
  ],
  words: {
    seconds: { kind: 'seconds', words: ['within {}', 'at most {}'] },
  },

  target: () => ({ resources: ['workspace:.'] }),
  async run({ seconds }, ctx) {
    const [inForce, folders] = await Promise.all([projectInForce(ctx, seconds), ctx.folders()])
    const { notes, ...view } = projectView(inForce)
    return {
      ...view,
      sections: { ...inForce.sections },
      ...(inForce.file ? { file: inForce.file } : {}),
      trusted: folders.some(({ origin, trusted }) => origin === 'workspace' && trusted),
      outdated: [...inForce.outdated],
      notes: [...notes, ...inForce.notes],
    }
  },
  text: contextText,
})
