import { type Context, redacted } from '@nimbus/kernel/define'
import type { Message, Part } from './messages.ts'

/** What may leave this machine, and how many places were masked in it. */
export interface Masked<T> {
  value: T
  places: number
}

type Mask = Pick<Context, 'masked'>

const marksIn = (text: string): number => text.split(redacted).length - 1

/** How many places of a text were masked; at least one where it changed, for a mark may swallow an older one. */
const placesIn = (text: string, masked: string): number =>
  text === masked ? 0 : Math.max(1, marksIn(masked) - marksIn(text))

const maskedPart = (part: Part, { masked }: Mask): Part => {
  // The bytes of an image are no text: what looks like a secret among them is chance.
  if (part.type === 'image') return part
  return masked(part)
}

/**
 * A text without secrets: known values are masked wherever they stand, and so is what has the shape of a key. A model
 * is somebody else's computer.
 */
export const maskedText = (text: string, { masked }: Mask): Masked<string> => {
  const value = masked(text)
  return { value, places: placesIn(text, value) }
}

/** Messages without secrets; see `maskedText`. Images stay as they are. */
export const maskedMessages = (messages: readonly Message[], mask: Mask): Masked<readonly Message[]> => {
  let places = 0
  const value = messages.map((message): Message => {
    if (typeof message.content === 'string') {
      const text = maskedText(message.content, mask)
      places += text.places
      return text.places === 0 ? message : { ...message, content: text.value }
    }
    const content = message.content.map((part) => maskedPart(part, mask))
    const found = placesIn(JSON.stringify(message.content), JSON.stringify(content))
    places += found
    return found === 0 ? message : { ...message, content }
  })
  return { value, places }
}

/** What a person is told of it. */
export const maskedWarning = (places: number): string[] =>
  places === 0
    ? []
    : [
        `${places === 1 ? 'what looked like a secret was' : `${places} places that looked like secrets were`} masked before sending`,
      ]

const nothing: readonly string[] = []

/**
 * The fields of a part of a body that hold bytes, or what its provider signed and would not take back altered; only in a
 * part of exactly that kind, for what a model or a client calls its own fields is no reason to look away.
 */
const opaqueFields = ({ type, url, signature }: Readonly<Record<string, unknown>>): readonly string[] => {
  if (type === 'base64' || type === 'redacted_thinking') return ['data']
  if (type === 'thinking' && typeof signature === 'string') return ['thinking', 'signature']
  return typeof url === 'string' && /^data:[\w.+-]+\/[\w.+-]+;base64,/.test(url) ? ['url'] : nothing
}

const maskedPlaces = (value: unknown, mask: Mask): unknown => {
  if (typeof value === 'string') return mask.masked(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((each) => maskedPlaces(each, mask))
  const copy: Record<string, unknown> = { ...value }
  const opaque = opaqueFields(copy)
  for (const field in copy) if (!opaque.includes(field)) copy[field] = maskedPlaces(copy[field], mask)
  return copy
}

/** What a conversation consists of: the text that OpenAI's models may expect to give back is a file as often as not. */
const said = ['messages', 'system', 'prediction'] as const

/** The body of a foreign request whose conversation holds no secrets; images, and what is no conversation, stay. */
export const maskedBody = (body: Readonly<Record<string, unknown>>, mask: Mask): Readonly<Record<string, unknown>> => {
  const clean: Record<string, unknown> = { ...body }
  for (const field of said) if (field in body) clean[field] = maskedPlaces(body[field], mask)
  return clean
}
