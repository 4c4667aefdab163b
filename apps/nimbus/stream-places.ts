import { services } from './catalog.ts'
import { checkPorts } from './surface-flags.ts'

/** The service whose streams listen on a port, for a listener of their own. */
export interface StreamPlace {
  service: string
  port: number
}

/**
 * Where the streams of the services that are served listen: each on its own port, or from a first port on. Free ports
 * when the server itself takes one, because then it is not the only server here. Raises `invalid-flag` (exit 2) when the
 * ports after the first are too many.
 */
export const streamPlaces = (
  served: readonly string[],
  port: number | undefined,
  firstStreamPort: number | undefined,
): StreamPlace[] => {
  const first = firstStreamPort ?? (port === 0 ? 0 : undefined)
  const streaming = services
    .filter(({ name }) => served.length === 0 || served.includes(name))
    .flatMap(({ name, stream }) => (stream === undefined ? [] : [{ service: name, port: stream }]))
  checkPorts(firstStreamPort, streaming.length, '--stream-port')
  return streaming.map((place, index) =>
    first === undefined ? place : { ...place, port: first === 0 ? 0 : first + index },
  )
}
