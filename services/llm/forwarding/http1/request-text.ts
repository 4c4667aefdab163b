/** A POST of a text. */
export interface Request {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
}

/** How a request travels is not for whoever configures a header to say, or else the runtime's business. */
const travel =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|accept|accept-encoding|user-agent|proxy-.*)$/i
/** What is beyond ASCII is the runtime's business as well. */
const line = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+: [\t\x20-\x7e]*\r\n$/

type Headers = Readonly<Record<string, string>>

/** The lines of headers that go with many requests. */
const known = new WeakMap<Headers, string | undefined>()

/**
 * The lines of headers that leave alone how a request travels, and stay headers; undefined for others. Headers must not
 * change afterwards.
 */
export const plainLines = (headers: Headers): string | undefined => {
  const found = known.get(headers)
  if (found !== undefined || known.has(headers)) return found
  const lines = linesOf(headers)
  known.set(headers, lines)
  return lines
}

const linesOf = (headers: Headers): string | undefined => {
  let lines = ''
  for (const name in headers) {
    const said = `${name}: ${headers[name]}\r\n`
    if (travel.test(name) || !line.test(said)) return undefined
    lines += said
  }
  return lines
}

const usual = `accept: */*\r\naccept-encoding: identity\r\nuser-agent: Bun/${Bun.version}\r\n`

/** A request as it is sent, and how many bytes that is in UTF-8. */
export interface RequestText {
  text: string
  size: number
}

/** How a POST to a URL begins. */
export const startOf = ({ pathname, search, host }: URL): string =>
  `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n${usual}`

/** A POST as it is sent, with its own headers as lines. */
export const requestText = (start: string, lines: string, body: string): RequestText => {
  const length = Buffer.byteLength(body)
  const head = `${start}${lines}content-length: ${length}\r\n\r\n`
  return { text: head + body, size: head.length + length }
}
