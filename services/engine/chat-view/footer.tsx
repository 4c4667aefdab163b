import { Text } from 'ink'
import type { Look } from './block-lines.ts'
import { cutLine } from './cut-line.ts'
import { footerText } from './footer-text.ts'
import type { SessionState } from './session-state.ts'

/** The line below the prompt. */
export const Footer = ({ state, look: { paint, width } }: { state: SessionState; look: Look }) => (
  <Text wrap="truncate">{paint.dim(cutLine(`  ${footerText(state)}`, width))}</Text>
)
