import { invalid, z } from '@nimbus/kernel/define'

const Surroundings = z.strictObject({
  context: z
    .strictObject({
      currentDirectory: z.string(),
      cloudProvider: z.literal('aws'),
      kubeContext: z.string(),
      gitBranch: z.string(),
    })
    .partial()
    .optional(),
  options: z
    .strictObject({ dryRun: z.boolean(), autoApprove: z.literal(false), verbose: z.boolean() })
    .partial()
    .optional(),
})

/** What can be said of a field that does not fit, where more can be said than that. */
const reasons: Readonly<Record<string, string>> = {
  'options.autoApprove': 'a plan is approved by a person who has seen it: nimbus approve <plan>',
  'context.cloudProvider': 'plans can be made for aws so far',
}

/**
 * What a request says of where it comes from and how it is to be run, as the first plan of Nimbus let it say. A plan looks
 * at the workspace of the server and changes nothing, so it holds whatever these say; the notes tell what was not taken.
 *
 * Raises `invalid-input` (exit 2) for what would not hold.
 */
export const notesOf = (fields: Readonly<Record<string, unknown>>): string[] => {
  const { context, options } = fields
  const read = Surroundings.safeParse({ context, options })
  if (!read.success) {
    const [issue] = read.error.issues
    const at = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join(
      '.',
    )
    throw invalid('invalid-input', `${at}: cannot be taken`, {
      at,
      why:
        reasons[at] ?? 'context takes currentDirectory, cloudProvider, kubeContext, gitBranch; options dryRun, verbose',
      next: 'leave it out',
    })
  }
  const told = Object.keys(read.data.context ?? {}).filter((name) => name !== 'cloudProvider')
  return told.length === 0 ? [] : [`not taken from context: ${told.join(', ')}; a plan looks at the workspace itself`]
}
