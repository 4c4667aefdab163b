import { answerMessage, askModel } from './ask-model.ts'
import { earlierMessages } from './earlier-messages.ts'
import { newMark } from './fence.ts'
import { instructions } from './instructions.ts'
import { createLoopGuard } from './loop-guard.ts'
import type { Message, Part } from './messages.ts'
import { offered, runTool, type ToolCall } from './run-tool.ts'
import { note, say, type Talk } from './talk.ts'

const endLine = (talk: Talk): void => {
  const { answer } = talk.so
  if (answer !== '' && !answer.endsWith('\n')) say(talk, '\n')
}

/** Ends a turn with a question to the person. */
const ask = (talk: Talk, why: string): void => {
  talk.so.ended = 'asks'
  talk.so.why = why
  endLine(talk)
  note(talk, `${why}. Shall it go on? Say what it should do instead, or “go on”.`)
}

/**
 * Runs a turn with a model: it is asked, what it wants called is called, and so on until it only answers, or until it
 * goes in circles and the person is asked.
 */
export const modelTurn = async (talk: Talk): Promise<void> => {
  const { so, said } = talk
  const mark = newMark()
  const system = instructions({ persona: talk.persona, operations: offered(talk).length, mark })
  const earlier = earlierMessages(talk.before)
  const guard = createLoopGuard()
  so.messages.push({ role: 'user', content: said })

  const runAll = async (calls: readonly ToolCall[]): Promise<string | undefined> => {
    const results: Part[] = []
    let stop: string | undefined
    for (const call of calls) {
      // Providers take no call without its result, so those that are not made have one too.
      stop ??= guard.refuses(call.name, call.input)
      const { output, isError } = stop
        ? { output: `Not called: ${stop}.`, isError: true }
        : await runTool(call, talk, mark)
      results.push({ type: 'tool-result', id: call.id, name: call.name, output, isError })
    }
    so.messages.push({ role: 'tool', content: results })
    return stop
  }

  for (let round = 0; round < talk.rounds; round += 1) {
    const answer = await askModel(system, [...earlier, ...so.messages] satisfies Message[], talk)
    so.messages.push(answerMessage(answer))
    if (answer.toolCalls.length === 0) {
      so.ended = 'answered'
      return
    }
    endLine(talk)
    const stop = await runAll(answer.toolCalls)
    if (stop) return ask(talk, stop)
  }
  ask(talk, `the model has not come to an end after ${talk.rounds} answers`)
}
