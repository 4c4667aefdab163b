import { invalid, operation, z } from '@nimbus/kernel/define'
import { initialised } from '../initialise.ts'
import { backendConfig, directory, extraArguments, passthrough, valueArguments, values, workspace } from '../inputs.ts'
import { environmentOf, openRoot, resourceOf } from '../root.ts'
import { rootWords, variableWords } from '../root-words.ts'
import { runTerraform } from '../run-terraform.ts'
import { pullState } from '../state.ts'

/** How it is taken out again: nothing here does. */
const outAgain = (address: string): string => `take it out again with: terraform state rm '${address}'`

/**
 * Takes something that exists already into the state, at an address that the configuration has.
 *
 * Nothing outside is changed; the next plan shows how configuration and reality differ.
 */
export default operation({
  id: 'terraform.import',
  summary: 'Take an existing resource into the state',
  effect: 'create',
  openWorld: true,
  untrusted: true,
  input: z.object({
    directory,
    address: z.string().min(1).describe('Where it goes, such as aws_s3_bucket.assets'),
    id: z.string().min(1).describe('What the provider calls it'),
    workspace,
    backendConfig,
    ...values,
    args: passthrough,
  }),
  output: z.object({ address: z.string(), id: z.string(), serial: z.number().int() }),
  positional: ['directory', 'address', 'id'],
  passthrough: 'args',
  needs: { programs: ['terraform'] },
  examples: [
    {
      title: 'Adopt a bucket',
      input: { directory: 'envs/dev', address: 'aws_s3_bucket.assets', id: 'shop-assets' },
    },
  ],
  phrases: [
    'import {id} as {address}',
    'import the existing {id} as {address} into {directory}',
    'import {id} into {directory} as {address}',
    'take {id} into the state as {address}',
    'bring {id} under terraform as {address}',
    'adopt {id} as {address}',
    'import into {directory} {id} as {address}',
    'terraform import {address} {id}',
  ],
  words: {
    ...rootWords,
    address: { kind: 'address' },
    id: {
      kind: 'foreign-id',
      words: [
        'id {}',
        'id is {}',
        'with id {}',
        'with the id {}',
        'whose id is {}',
        'identifier {}',
        'provider calls it {}',
        'known as {}',
        'real name {}',
        'aws id {}',
      ],
    },
    varFile: { kind: 'file', words: ['with {}', 'var file {}', 'values from {}'] },
    var: variableWords,
    args: { kind: 'structure' },
  },
  lines: [
    {
      line: 'terraform import {address} {id}',
      flags: {
        '-chdir': 'directory',
        '-no-color -input=false -compact-warnings': null,
        '-var': 'var',
        '-var-file': 'varFile',
      },
    },
  ],
  target: ({ directory, workspace }) => {
    const environment = environmentOf(directory, workspace)
    return { resources: [`terraform:${directory}`], ...(environment ? { environment } : {}) }
  },

  async preview(input, ctx) {
    const root = openRoot(input, ctx)
    const { serial, resources } = await initialised(ctx, root, () => pullState(ctx, root))
    if (resources.has(input.address))
      throw invalid('address-taken', `${input.address} is in the state already`, {
        at: 'address',
        why: `it is ${resources.get(input.address)?.id ?? 'there without an id'}`,
        next: 'name another address',
      })
    return {
      changes: [{ resource: resourceOf(root, input.address), effect: 'create', summary: `import ${input.id}` }],
      context: [`${root.shown} · serial ${serial}`],
      undo: { irreversible: outAgain(input.address) },
    }
  },

  async run(input, ctx) {
    const root = openRoot(input, ctx)
    const argv = ['import', '-input=false', '-no-color', ...valueArguments(input), ...extraArguments(input.args)]
    // `--` is not understood here: an id that starts with a dash would be an option.
    if (input.id.startsWith('-') || input.address.startsWith('-'))
      throw invalid('invalid-input', 'Neither address nor id may start with a dash', {
        at: input.id.startsWith('-') ? 'id' : 'address',
        why: 'Terraform would take it for an option',
        next: 'give it as it stands in the cloud, without a dash',
      })
    await runTerraform(ctx, root, [...argv, input.address, input.id])
    const { serial } = await pullState(ctx, root)
    return { address: input.address, id: input.id, serial }
  },

  async verify(input, { address }, ctx) {
    const root = openRoot({ directory: input.directory, workspace: input.workspace }, ctx)
    // It fails where there is no state at all, which is an answer too.
    const { stdout } = await runTerraform(ctx, root, ['state', 'list'], { accept: [0, 1] })
    const there = stdout.split('\n').includes(address)
    return [
      {
        status: there ? 'pass' : 'fail',
        code: 'in-state',
        message: `${address} is ${there ? '' : 'not '}in the state`,
        resource: address,
      },
    ]
  },

  undo: (_input, { address }) => ({ irreversible: outAgain(address) }),
  text: ({ address, id, serial }) => `✓ ${id} is ${address} now; the state is at serial ${serial}`,
})
