import { z } from '@nimbus/kernel/define'

/** How much an answer says. */
export const Verbosity = z.enum(['brief', 'normal', 'detailed'])

/** How answers sound. Never what may be done: a persona has no say in that. */
export const Persona = z.object({
  name: z.string(),
  summary: z.string(),
  tone: z.string().describe('How answers sound, for a model'),
  verbosity: Verbosity,
  from: z.string().describe('`built-in`, or its file'),
})
export type Persona = z.infer<typeof Persona>

/** What a persona may be called. */
export const personaName = /^[a-z0-9][a-z0-9-]{0,39}$/

/** The persona of whoever names none. */
export const usualPersona = 'professional'

/** The personas that come with Nimbus. */
export const builtIn: readonly Persona[] = [
  {
    name: 'professional',
    summary: 'Precise and to the point',
    tone: 'Be precise and matter-of-fact. State what was done, what was found and what is left, without small talk.',
    verbosity: 'normal',
    from: 'built-in',
  },
  {
    name: 'assistant',
    summary: 'Friendly, explains as it goes',
    tone: 'Be friendly and patient. Say what you are about to do and why, and explain terms when they first appear.',
    verbosity: 'detailed',
    from: 'built-in',
  },
  {
    name: 'expert',
    summary: 'Terse, for those who know the field',
    tone: 'Speak to a senior engineer. Skip what such a reader knows; name trade-offs and risks.',
    verbosity: 'brief',
    from: 'built-in',
  },
]

const lengths: Readonly<Record<Persona['verbosity'], string>> = {
  brief: 'Answer in as few words as the matter allows.',
  normal: 'Answer in a few sentences, longer only where the matter needs it.',
  detailed: 'Answer fully, with reasons and examples.',
}

/** What a model is told of a persona. */
export const personaText = ({ tone, verbosity }: Pick<Persona, 'tone' | 'verbosity'>): string =>
  `${tone} ${lengths[verbosity]}`
