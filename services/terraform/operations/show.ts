import { operation, z } from '@nimbus/kernel/define'
import { initialised } from '../initialise.ts'
import { backendConfig, directory, workspace } from '../inputs.ts'
import { openRoot } from '../root.ts'
import { rootWords } from '../root-words.ts'
import { runTerraform } from '../run-terraform.ts'
import { OutputValue, parseShownState, StateResource } from '../state-json.ts'

/**
 * Shows what is in the state of a root: every resource with its values, and the outputs.
 *
 * Values that the provider or the configuration marks as sensitive are masked; there is no way to see them here.
 */
export default operation({
  id: 'terraform.show',
  summary: 'Show what is in the state',
  effect: 'read',
  openWorld: true,
  untrusted: true,
  input: z.object({
    directory,
    workspace,
    backendConfig,
    address: z.string().min(1).optional().describe('Only this resource, or those of this module'),
  }),
  output: z.object({ resources: z.array(StateResource), outputs: z.record(z.string(), OutputValue) }),
  positional: ['directory', 'address'],
  needs: { programs: ['terraform'] },
  examples: [
    { title: 'Everything in one environment', input: { directory: 'envs/dev' } },
    { title: 'One resource', input: { directory: 'envs/dev', address: 'aws_db_instance.main' } },
  ],
  phrases: [
    'show me {address} in {directory}',
    'what is {address} like in {directory}',
    'show {address} of {directory}',
    'what does {address} look like in {directory}',
    'what does the state of {directory} contain',
    'attributes of {address} in {directory}',
    'show the state of {directory}',
    'what is deployed in {directory}',
    'what is in the state of {directory}',
    'terraform show {directory}',
    'show {address} from the state of {directory}',
    'what is running in {directory}',
    'details of {address} in {directory}',
    'what does the state of {directory} say',
    'state of {directory}',
    'show me what exists in {directory}',
    'current state of {directory}',
  ],
  words: {
    ...rootWords,
    address: { kind: 'address' },
  },
  lines: [
    {
      line: 'terraform state show {address}',
      flags: { '-chdir': 'directory', '-no-color -input=false -compact-warnings': null },
    },
    {
      line: 'terraform show {directory?}',
      flags: { '-chdir': 'directory', '-no-color -input=false -compact-warnings': null },
    },
  ],
  target: ({ directory }) => ({ resources: [`terraform:${directory}`] }),

  async run(input, ctx) {
    const root = openRoot(input, ctx)
    const { stdout } = await initialised(ctx, root, () => runTerraform(ctx, root, ['show', '-json', '-no-color']))
    const { resources, outputs } = parseShownState(stdout)
    const { address } = input
    if (!address) return { resources, outputs }
    const within = resources.filter(
      (each) =>
        each.address === address || each.address.startsWith(`${address}.`) || each.address.startsWith(`${address}[`),
    )
    return { resources: within, outputs: {} }
  },

  text: ({ resources, outputs }, { address }) => {
    if (resources.length === 0) return address ? `${address} is not in the state` : 'the state is empty'
    const lines = resources.flatMap(({ address: name, values }) => [
      name,
      ...(address ? Object.entries(values).map(([key, value]) => `    ${key} = ${JSON.stringify(value)}`) : []),
    ])
    return [...lines, ...Object.entries(outputs).map(([name, { value }]) => `${name} = ${JSON.stringify(value)}`)].join(
      '\n',
    )
  },
})
