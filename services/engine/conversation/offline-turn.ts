import { findOperations } from '@nimbus/agent-tools'
import { offered } from './run-tool.ts'
import { say, type Talk } from './talk.ts'

/** How many operations are named to whoever asks for something. */
const mostNamed = 5

/** Runs a turn without a model: names the operations that fit what was said. */
export const offlineTurn = async (talk: Talk): Promise<void> => {
  const found = findOperations(offered(talk), talk.said, mostNamed)
  say(
    talk,
    found.length > 0
      ? `These fit what you said:\n${found.map(({ operation, summary }) => `  nimbus ${operation.replace('.', ' ')}   ${summary}`).join('\n')}\n`
      : 'Nothing that Nimbus can do fits these words. See what there is with: nimbus --help\n',
  )
  talk.so.ended = 'answered'
}
