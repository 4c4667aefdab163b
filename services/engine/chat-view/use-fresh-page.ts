import { useStdout } from 'ink'
import { useLayoutEffect, useRef, useState } from 'react'

/** What a screen begins with: nothing of what was written before it is drawn again, but the latest that fits. */
export interface Page {
  number: number
  /** The first of the settled items that is on it. */
  from: number
  /** How often the conversation had been cleared when it began. */
  cleared: number
}

/** How many of the last items fill a screen. */
const lastThatFit = (heights: readonly number[], room: number): number => {
  let left = room
  let from = heights.length
  while (from > 0 && left > 0) {
    from -= 1
    left -= heights[from] ?? 0
  }
  return from
}

/**
 * Begins a new page each time that the terminal gets narrower. Terminals then break the lines that are there anew, so
 * that nobody knows how many rows they take: what is drawn over them leaves rests of them. The page is empty, and what
 * was settled lately is written on it once more.
 */
export const useFreshPage = (
  { columns, room, cleared }: { columns: number; room: number; cleared: number },
  heights: () => readonly number[],
): Page => {
  const { stdout } = useStdout()
  const before = useRef(columns)
  const [page, setPage] = useState<Page>({ number: 0, from: 0, cleared })
  useLayoutEffect(() => {
    if (columns < before.current) {
      stdout.write('\u001b[H\u001b[J')
      setPage(({ number }) => ({ number: number + 1, from: lastThatFit(heights(), room), cleared }))
    }
    before.current = columns
  })
  return page.cleared === cleared ? page : { ...page, from: 0, cleared }
}
