import { Box, Static, Text, useApp, useWindowSize } from 'ink'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { type Block, isDone } from './block.ts'
import { blockLines, type Look } from './block-lines.ts'
import { headingText } from './first-frame.ts'
import { Footer } from './footer.tsx'
import { paintFor } from './paint.ts'
import { Prompt } from './prompt.tsx'
import type { Session } from './session.ts'

interface Settled {
  key: string
  block: Block
}

/** Rows that the prompt and the footer may take beside what is live. */
const reserved = 10

/** How many of the live blocks have to leave the part of the screen that is drawn over, so that the rest fits it. */
const surplus = (live: readonly Block[], look: Look, rows: number): number => {
  const heights = live.map((block) => blockLines(block, look).length)
  let over = heights.reduce((sum, height) => sum + height, 0) - Math.max(3, rows - reserved)
  let count = 0
  while (over > 0 && count < live.length && isDone(live[count] as Block)) {
    over -= heights[count] ?? 0
    count += 1
  }
  return count
}

/** The conversation: what is done scrolls away above, what goes on and the prompt stay below. */
export const ChatScreen = ({ session, version, colour }: { session: Session; version: string; colour: boolean }) => {
  const state = useSyncExternalStore(
    (listener) => session.onChange(listener),
    () => session.state,
  )
  const { exit } = useApp()
  const { columns, rows } = useWindowSize()
  const [calls, setCalls] = useState<Look['calls']>('collapsed')
  const look: Look = { width: Math.max(20, columns - 1), paint: paintFor(colour), calls }
  const { settled, live, cleared, over } = state

  useEffect(() => {
    if (over !== undefined) exit()
  }, [over, exit])
  const count = surplus(live, look, rows)
  useEffect(() => {
    if (count > 0) session.settle(count)
  }, [count, session])

  const { paint } = look
  const items: Settled[] = [
    { key: `${cleared}-heading`, block: { kind: 'output', text: headingText(version, paint, look.width) } },
    ...settled.map((block, i) => ({ key: `${cleared}-${i}`, block })),
  ]
  const lines = live.flatMap((block) => blockLines(block, look))
  return (
    <Box flexDirection="column">
      <Static key={cleared} items={items}>
        {({ key, block }) => <Text key={key}>{blockLines(block, look).join('\n') || ' '}</Text>}
      </Static>
      {lines.length > 0 ? <Text>{lines.map((line) => line || ' ').join('\n')}</Text> : null}
      <Prompt
        session={session}
        state={state}
        look={look}
        above={lines.length}
        most={Math.max(1, Math.min(reserved - 3, rows - 4))}
        onToggleCalls={() => setCalls((now) => (now === 'collapsed' ? 'expanded' : 'collapsed'))}
      />
      <Footer state={state} look={look} />
    </Box>
  )
}
