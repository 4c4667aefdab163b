import { hostOperation, z } from '@nimbus/kernel/define'
import { TrustStatus, trustStatus, trustText } from '../trust-view.ts'

/** Shows whether this workspace is trusted, and which of its settings are ignored while it is not. */
export default hostOperation({
  id: 'nimbus.trust-status',
  summary: 'Show whether this workspace is trusted',
  effect: 'read',
  input: z.object({}),
  output: TrustStatus,
  aliases: ['trust status'],
  examples: [{ title: 'Is this repository trusted?', input: {} }],
  phrases: [
    'is this repository trusted',
    'trust status',
    'do i trust this workspace',
    'is this workspace trusted',
    'are we trusted here',
  ],

  target: () => ({ resources: ['nimbus:trust'] }),
  run: (_input, ctx) => trustStatus(ctx),
  text: trustText,
})
