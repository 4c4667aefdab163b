import { missing, operation, z } from '@nimbus/kernel/define'
import { initialised } from '../initialise.ts'
import { backendConfig, directory, workspace } from '../inputs.ts'
import { openRoot } from '../root.ts'
import { rootWords } from '../root-words.ts'
import { runTerraform } from '../run-terraform.ts'
import { OutputValue, parseOutputs } from '../state-json.ts'

/** Shows the outputs of a root, as its state has them. Sensitive ones are masked. */
export default operation({
  id: 'terraform.output',
  summary: 'Show the outputs of a root',
  effect: 'read',
  openWorld: true,
  untrusted: true,
  input: z.object({
    directory,
    name: z.string().min(1).optional().describe('Only this one'),
    workspace,
    backendConfig,
  }),
  output: z.object({ outputs: z.record(z.string(), OutputValue) }),
  positional: ['directory', 'name'],
  needs: { programs: ['terraform'] },
  examples: [
    { title: 'All of them', input: { directory: 'envs/dev' } },
    { title: 'One', input: { directory: 'envs/dev', name: 'vpc_id' } },
  ],
  phrases: [
    'outputs of {directory}',
    'output {name} of {directory}',
    'show the outputs of {directory}',
    'what are the outputs of {directory}',
    'terraform output {directory}',
    'what is the {name} of {directory}',
    'give me the {name} output',
    'output values of {directory}',
    'value of the output {name} in {directory}',
    'which outputs does {directory} have',
    'get the output {name} from {directory}',
  ],
  words: {
    ...rootWords,
    name: { kind: 'output-name', words: ['output {}', 'the {} output', 'output named {}', 'value of {}'] },
  },
  lines: [
    {
      line: 'terraform output {name?}',
      flags: { '-chdir': 'directory', '-no-color -input=false -compact-warnings': null, '-json -raw': null },
    },
  ],
  target: ({ directory }) => ({ resources: [`terraform:${directory}`] }),

  async run(input, ctx) {
    const root = openRoot(input, ctx)
    const { stdout } = await initialised(ctx, root, () => runTerraform(ctx, root, ['output', '-json', '-no-color']))
    const outputs = parseOutputs(stdout)
    const { name } = input
    if (!name) return { outputs }
    const found = outputs[name]
    if (found) return { outputs: { [name]: found } }
    const names = Object.keys(outputs)
    throw missing('output-missing', `${root.shown} has no output ${name}`, {
      at: root.shown,
      why: `it has ${names.join(', ') || 'none'}`,
      next: `${names.length > 0 ? 'name one of them; a new one comes' : 'outputs come'} into the state with an apply`,
    })
  },

  text: ({ outputs }, { name }) => {
    const only = name ? outputs[name] : undefined
    if (only) return typeof only.value === 'string' ? only.value : JSON.stringify(only.value)
    const lines = Object.entries(outputs).map(([key, { value }]) => `${key} = ${JSON.stringify(value)}`)
    return lines.length > 0 ? lines.join('\n') : 'no outputs'
  },
})
