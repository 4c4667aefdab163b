import { operation, z } from '@nimbus/kernel/define'
import { findPersonas } from '../personas/find-personas.ts'
import { Persona } from '../personas/persona.ts'

/**
 * Lists the personas that a conversation may have.
 *
 * A persona decides how answers sound and how long they are, and nothing else. Beside those that come with Nimbus, each
 * file of `~/.nimbus/personas` and, in a trusted workspace, of `.nimbus/personas` is one; the nearest definition wins.
 */
export default operation({
  id: 'engine.persona-list',
  summary: 'List the personas of conversations',
  effect: 'read',
  untrusted: true,
  input: z.object({}),
  output: z.object({
    personas: z.array(Persona),
    notes: z.array(z.string()).describe('Files that do not count, and why'),
  }),
  aliases: ['persona list'],
  examples: [{ title: 'How may answers sound?', input: {} }],
  phrases: [
    'list the personas',
    'which personas are there',
    'show the personas',
    'what personas can i choose',
    'available personas',
    'personas',
    'personas for the chat',
    'how can answers sound',
  ],

  target: () => ({ resources: ['nimbus:config/personas'] }),
  async run(_input, ctx) {
    const { personas, notes } = await findPersonas(ctx)
    return { personas: [...personas], notes: [...notes] }
  },
  text: ({ personas }) =>
    personas
      .map(({ name, summary, verbosity, from }) => `${name.padEnd(14)} ${verbosity.padEnd(8)}  ${summary}  (${from})`)
      .join('\n'),
  note: ({ notes }) => notes.map((note) => `! ${note}`).join('\n'),
})
