import { anthropic } from './anthropic.ts'
import type { Format } from './format.ts'
import { openAi } from './openai.ts'

/** Every foreign format, by the name that calls give it. */
export const formats = { openai: openAi, anthropic } as const satisfies Readonly<Record<string, Format>>

/** The name of a foreign format. */
export type FormatName = keyof typeof formats
