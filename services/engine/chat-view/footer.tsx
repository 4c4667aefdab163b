import { Text } from 'ink'
import { priceText } from '../conversation/cost-text.ts'
import type { Look } from './block-lines.ts'
import type { SessionState } from './session-state.ts'

/** What a person should know at a glance: who answers, how, in which conversation, at what price. */
export const footerText = ({ answeredBy, model, persona, conversation, cost, unpriced }: SessionState): string =>
  [
    model === 'none' ? 'offline' : (answeredBy ?? `model ${model}`),
    persona ?? 'professional',
    conversation?.slice(0, 8) ?? 'new conversation',
    priceText({ cost, unpriced }),
  ]
    .filter(Boolean)
    .join(' · ')

/** The line below the prompt. */
export const Footer = ({ state, look: { paint, width } }: { state: SessionState; look: Look }) => (
  <Text wrap="truncate">{paint.dim(`  ${footerText(state)}`.slice(0, width))}</Text>
)
