import type { ViewPort } from '@nimbus/view'

/** The view of a conversation: lines for programs, and a screen, which alone loads Ink, for people. */
const open = async (port: ViewPort): Promise<number> =>
  port.kind === 'lines' ? (await import('./lines.ts')).onLines(port) : (await import('./screen.tsx')).onScreen(port)

export default open
