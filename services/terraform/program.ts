import { type Interruption, type Program, stopGroup } from '@nimbus/kernel/define'

/**
 * Commands that hold a state lock or create things. A signal to their group kills the provider plugins, and what
 * they were creating is then in no state: seen with a database half-way through its creation.
 */
const stateful = new Set(['apply', 'destroy', 'import', 'refresh', 'force-unlock'])

/** A plan creates nothing, but holds a lock, which it needs a moment to give back over the network. */
const plan = { to: 'group', graceMs: 10_000 } as const

const interruptionOf = (command: string): Interruption => {
  if (stateful.has(command))
    return { to: 'leader', saying: 'terraform is finishing its state; press Ctrl-C again to be asked' }
  return command === 'plan' ? plan : stopGroup
}

/** Terraform, or OpenTofu where that is what is installed. */
export const terraform: Program = {
  name: 'terraform',
  binaries: ['terraform', 'tofu'],
  override: 'NIMBUS_TERRAFORM',
  version: ['version'],
  install:
    'get Terraform from https://developer.hashicorp.com/terraform/install or OpenTofu from https://opentofu.org/docs/intro/install/',
  enables: 'planning, applying and validating infrastructure',
  interrupt: ([command = '']) => interruptionOf(command),
}
