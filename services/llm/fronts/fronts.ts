import type { Front } from '@nimbus/kernel/define'
import { anthropicMessages } from './anthropic-front.ts'
import { models } from './models-front.ts'
import { openAiChat } from './openai-front.ts'
import { streamMessages } from './stream-front.ts'

/** Every foreign format that this service answers. */
export const fronts: readonly Front[] = [openAiChat, anthropicMessages, models, streamMessages]
