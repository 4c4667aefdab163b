import { operation, z } from '@nimbus/kernel/define'
import { AgentView, agentLines, agentViews } from '../config/agent-view.ts'
import { raiseProblems } from '../config/raise-problems.ts'
import { redactKnown } from '../config/redact-known.ts'

/** Lists the agents of the configuration: what each prefers, what it falls back on, and where it is described. */
export default operation({
  id: 'llm.agent-list',
  summary: 'List the agents that may ask models',
  effect: 'read',
  untrusted: true,
  input: z.object({}),
  output: z.object({ agents: z.array(AgentView) }),
  examples: [{ title: 'Who may ask?', input: {} }],
  phrases: [
    'list the llm agents',
    'which agents are configured',
    'list agents',
    'which agents are there',
    'show the agents',
    'who may ask models',
    'who is set up to ask models',
    'what agents do we have',
    'configured agents',
  ],

  target: () => ({ resources: ['nimbus:config/llm'] }),
  async run(_input, ctx) {
    const reading = await redactKnown(ctx)
    raiseProblems(reading.problems)
    return { agents: agentViews(reading) }
  },
  text: ({ agents }) =>
    agents.length > 0
      ? agentLines(agents).join('\n')
      : 'There are no agents yet; write a configuration with some: nimbus llm config init',
})
