import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import type { Outcome } from './outcome.ts'
import { absentQuestion, missingQuestion } from './questions.ts'

/** How somebody gives work to another one, and the work that agents do. */
const handedOn =
  /^(?:(?:please|so|now|and|hey|ok|okay) )*(?:let|have|get|ask|tell|make|can|could|would) (?:the |our |my )?(\S+)( agent)? (?:please |to |quickly )*(?:review|write|fix|test|summari[sz]e|check|explain|look|have a look|take a look|document|refactor|implement|do|draft|answer|investigate|analy[sz]e|improve|describe|translate|proofread|work)\b/

/** What somebody is called who works on texts and code. */
const worker =
  /^(?:\S+-)?(?:architect|specialist|analyst|expert|auditor|editor|translator|coder|developer|engineer|tester|reviewer|writer|fixer|planner|designer|researcher|proofreader|debugger|helper|assistant|summari[sz]er|explainer|documenter|critic)$/

/**
 * Asks for what is missing where an agent is to do something: which one where none is called so, and what where nobody
 * said it. Nothing here does what its name says, but agents could.
 */
export const whoDoesIt = (
  tokens: readonly Token[],
  world: World,
  { subjects }: Vocabulary,
): Pick<Outcome & { kind: 'ask' }, 'question' | 'candidates'> | undefined => {
  const agents = world.llm?.agents ?? []
  const said = tokens.flatMap(({ kind, word }) => (kind === 'mark' ? [] : [word])).join(' ')
  const [, who, called] = handedOn.exec(said) ?? []
  if (who === undefined || agents.length === 0) return undefined
  const known = agents.includes(who)
  if (!known && called === undefined && !worker.test(who)) return undefined
  for (const subject of subjects) {
    const agent = subject.fields.find(({ kind }) => kind === 'agent')
    const task = subject.fields.find(({ kind, required }) => kind === 'text' && required)
    if (subject.effect === 'read' || !agent || !task) continue
    const asked = known ? missingQuestion(subject, task, world) : absentQuestion(subject, agent, who, world)
    return { question: asked.question, candidates: asked.candidates }
  }
  return undefined
}
