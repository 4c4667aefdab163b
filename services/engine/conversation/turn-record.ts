import type { Turn } from './record.ts'
import type { Talk } from './talk.ts'

/** A turn as it is kept, as far as it has come. */
export const turnOf = ({ n, at, talk }: { n: number; at: string; talk: Talk }): Turn => {
  const { said, persona, so } = talk
  const { tainted: _, ...progress } = so
  return { n, at, said, persona: persona.name, ...progress, calls: [...so.calls], messages: [...so.messages] }
}
