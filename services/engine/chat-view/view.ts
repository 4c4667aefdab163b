import type { ViewPort } from '@nimbus/view'

/** Keys are the terminal's again. One that is gone does not take them, and that it is gone was told by the signal. */
const giveKeysBack = ({ signal }: ViewPort): void => {
  try {
    process.stdin.setRawMode(false)
  } catch (thrown) {
    if (!signal.aborted) throw thrown
  }
}

/** The view of a conversation: lines for programs, and a screen, which alone loads Ink, for people. */
const open = async (port: ViewPort): Promise<number> => {
  if (port.kind === 'lines') return (await import('./lines.ts')).onLines(port)
  // From here on keys are ours, before there is anything to type at: the terminal would write them on the screen itself,
  // and say Enter in another way.
  process.stdin.setRawMode(true)
  try {
    const takeAway = (await import('./first-frame.ts')).writeFirstFrame(port)
    const { onScreen } = await import('./screen.tsx')
    takeAway()
    return await onScreen(port)
  } finally {
    giveKeysBack(port)
  }
}

export default open
