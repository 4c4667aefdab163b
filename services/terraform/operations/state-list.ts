import { operation, z } from '@nimbus/kernel/define'
import { initialised } from '../initialise.ts'
import { backendConfig, directory, workspace } from '../inputs.ts'
import { countedResources } from '../plan-summary.ts'
import { openRoot } from '../root.ts'
import { rootWords } from '../root-words.ts'
import { pullState } from '../state.ts'

/** Lists what is in the state of a root: the address and id of every managed resource. */
export default operation({
  id: 'terraform.state-list',
  summary: 'List what is in the state',
  effect: 'read',
  openWorld: true,
  untrusted: true,
  input: z.object({ directory, workspace, backendConfig }),
  output: z.object({
    serial: z.number().int(),
    resources: z.array(z.object({ address: z.string(), id: z.string().optional() })),
  }),
  positional: ['directory'],
  needs: { programs: ['terraform'] },
  examples: [{ title: 'List one environment', input: { directory: 'envs/dev' } }],
  phrases: [
    'how many resources are in {directory}',
    'everything that terraform manages in {directory}',
    'which resources are managed in {directory}',
    'what does terraform manage in {directory}',
    'state list of {directory}',
    'state list {directory}',
    'list the state of {directory}',
    'list the resources in the state of {directory}',
    'terraform state list {directory}',
    'which resources are in the state of {directory}',
    'names of the resources in {directory}',
    'what resources does {directory} have',
    'resources of {directory}',
    'list the resources of {directory}',
    'addresses in the state of {directory}',
  ],
  words: {
    ...rootWords,
  },
  lines: [
    {
      line: 'terraform state list {directory?}',
      flags: { '-chdir': 'directory', '-no-color -input=false -compact-warnings': null },
    },
  ],
  target: ({ directory }) => ({ resources: [`terraform:${directory}`] }),

  async run(input, ctx) {
    const root = openRoot(input, ctx)
    const { serial, resources } = await initialised(ctx, root, () => pullState(ctx, root))
    return {
      serial,
      resources: [...resources].map(([address, { id }]) => ({ address, ...(id === undefined ? {} : { id }) })),
    }
  },

  text({ serial, resources }) {
    const wide = Math.max(0, ...resources.map(({ address }) => address.length))
    return [
      `serial ${serial}, ${countedResources(resources.length)}`,
      ...resources.map(({ address, id }) => `${address.padEnd(wide)}  ${id ?? ''}`.trimEnd()),
    ].join('\n')
  },
})
