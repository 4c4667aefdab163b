import { invalid } from '@nimbus/kernel/define'

/** An image part from a `data:` address or an `https:` one. Raises `invalid-image` for any other. */
export const imageFrom = (url: string): { type: 'image'; mediaType: string; data: string } => {
  const [, mediaType, data] = /^data:(image\/[\w.+-]+);base64,([\w+/=-]+)$/.exec(url) ?? []
  if (mediaType && data) return { type: 'image', mediaType, data }
  if (url.startsWith('https://')) return { type: 'image', mediaType: 'image/*', data: url }
  throw invalid('invalid-image', 'The address of an image is neither data: with base64 nor https:', {
    at: 'image_url',
    next: 'send data:image/png;base64,… or an https: address',
  })
}
