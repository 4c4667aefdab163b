import { priceText } from '../conversation/cost-text.ts'
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
