import type { Chunk } from '../conversation/chunk.ts'

/** For how long pieces of an answer are gathered before they are shown, in milliseconds: about what an eye tells apart. */
const drawsEvery = 40

/** Takes chunks as they come; what was gathered of them is shown at the latest with `flush`. */
export interface Gathered {
  take(chunk: Chunk): void
  flush(): void
}

/**
 * Gathers the pieces of an answer, and gives on everything else at once, after what came before it.
 *
 * A screen takes longer to draw than a fast model to say a word. Drawn word by word, it hears no key until the answer is
 * over: neither Esc nor what is typed.
 */
export const gathered = (show: (chunk: Chunk) => void): Gathered => {
  let text = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const said = text
    text = ''
    if (said) show(said)
  }
  return {
    take(chunk) {
      if (typeof chunk === 'string') {
        text += chunk
        timer ??= setTimeout(flush, drawsEvery)
        return
      }
      flush()
      show(chunk)
    },
    flush,
  }
}
