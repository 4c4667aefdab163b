import { operation, unkept, z } from '@nimbus/kernel/define'
import { absentTools } from '../adapters/absent-tools.ts'
import { maxTokensSaid } from '../chat/max-tokens-said.ts'
import { loadSettings } from '../config/load-settings.ts'
import { withInstructions } from '../conversation/instructions.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { chooseRoute } from '../routing/choose-route.ts'
import { classifierFor } from '../routing/classifier.ts'
import { Explanation, explanationOf, explanationText } from '../routing/explanation.ts'
import { type Task, taskOf } from '../routing/task.ts'

/** A request with so many tools and images, whatever they are. */
const imagined = (text: string, tools: number, images: number, named: Partial<ChatRequest>): ChatRequest => ({
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text },
        ...Array.from({ length: images }, () => ({ type: 'image' as const, mediaType: 'image/png', data: '-' })),
      ],
    },
  ],
  tools: Array.from({ length: tools }, (_, n) => ({ name: `tool_${n}`, description: '', inputSchema: {} })),
  ...named,
})

/**
 * Shows which model or program would answer a task, why, what it would cost, and who was left out and why. Asks nobody
 * and spends nothing; a configured classifier is named, not asked.
 */
export default operation({
  id: 'llm.route-explain',
  summary: 'Show which model would answer a task, and why',
  effect: 'read',
  untrusted: true,
  input: z.object({
    task: unkept(z.string().min(1).max(10_000_000)).describe('What would be asked'),
    agent: z.string().min(1).optional().describe('Who asks: an agent of the configuration'),
    taskType: z.string().min(1).optional().describe('The kind of task, such as review or debugging'),
    model: z.string().min(1).optional().describe('A model that must be it, as provider/model or by its name'),
    provider: z.string().min(1).optional().describe('A provider that must be it'),
    for: z.enum(['exec', 'chat']).default('exec').describe('exec: programs and models may answer; chat: models only'),
    maxTokens: z.number().int().min(1).optional().describe('The longest answer, in tokens'),
    contextTokens: z.number().int().min(0).default(0).describe('Tokens of context that would come with it'),
    tools: z.number().int().min(0).max(1000).default(0).describe('How many tools would be offered'),
    images: z.number().int().min(0).max(1000).default(0).describe('How many images would come with it'),
  }),
  output: Explanation,
  positional: ['task'],
  examples: [
    {
      title: 'Would the local model do?',
      input: { task: 'Rename this variable to camel case', model: 'ollama/llama3.2' },
    },
    {
      title: 'Who would review a large change?',
      input: { task: 'Review the diff for race conditions', agent: 'reviewer', contextTokens: 20_000 },
    },
  ],
  phrases: [
    'which model would handle {task}',
    'which model would take {task}',
    'who would handle {task}',
    'which model would you use for {task}',
    'which model would answer {task}',
    'why did it take this model for {task}',
    'explain the route of {task}',
    'which model would be used for {task}',
    'where would {task} be routed',
    'which model would it pick for {task}',
    'what would answer {task}',
    'explain the routing of {task}',
    'would {model} do for {task}',
    'who would answer {task}',
    'which model gets {task}',
  ],
  words: {
    task: { kind: 'text' },
    agent: { kind: 'agent' },
    model: { kind: 'model' },
    provider: { kind: 'provider' },
    for: { values: { chat: ['chatted', 'chatting'], exec: [] } },
    maxTokens: maxTokensSaid,
    contextTokens: { words: ['{} tokens of context', 'context of {} tokens', '{} context tokens', 'with {} tokens'] },
    tools: { words: ['{} tools'] },
    images: { words: ['{} images'] },
    taskType: { kind: 'structure' },
  },

  target: () => ({ resources: ['nimbus:config/llm'] }),
  async run({ task: text, for: purpose, contextTokens, tools, images, ...named }, ctx) {
    const settings = await loadSettings(ctx)
    const plain = taskOf(withInstructions(imagined(text, tools, images, named), settings), settings)
    const task: Task = {
      ...plain,
      inputTokens: plain.inputTokens + contextTokens,
      answeredBy: purpose === 'chat' ? 'models' : 'models and programs',
    }
    const absent = purpose === 'chat' ? new Map() : absentTools(settings, ctx.env)
    return explanationOf(
      chooseRoute(task, settings, { resting: new Map(), absent }),
      task,
      settings,
      classifierFor(task, settings),
    )
  },
  text: (output, _input, columns) => explanationText(output, columns),
})
