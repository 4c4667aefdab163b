/** A POST of a text. */
export interface Request {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
}

/** How bodies are framed, and where they go, is not for whoever configures a header to say. */
const framing = /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/i

/** Whether headers leave alone how a request travels. */
export const areOrdinary = (headers: Readonly<Record<string, string>>): boolean => {
  for (const name in headers) if (framing.test(name)) return false
  return true
}

const usual = `accept: */*\r\naccept-encoding: identity\r\nuser-agent: Bun/${Bun.version}\r\n`
const theirs = /^(?:accept|accept-encoding|user-agent)$/i
const name = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const value = /^[\t\x20-\x7e\x80-\xff]*$/

/** A POST as it is sent. Raises an error for a header that would not stay one. */
export const requestBytes = (url: URL, { headers, body }: Omit<Request, 'url'>): Buffer => {
  const length = Buffer.byteLength(body)
  let own = ''
  let says = usual
  for (const [header, said] of Object.entries(headers)) {
    if (!name.test(header) || !value.test(said))
      throw new TypeError(`the header ${JSON.stringify(header)} cannot be sent`)
    if (theirs.test(header)) says = says.replace(new RegExp(`^${header}: .*\\r\\n`, 'im'), '')
    own += `${header}: ${said}\r\n`
  }
  const head = `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${says}${own}content-length: ${length}\r\n\r\n`
  const bytes = Buffer.allocUnsafe(head.length + length)
  bytes.write(head, 'latin1')
  bytes.write(body, head.length)
  return bytes
}
