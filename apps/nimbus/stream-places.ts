import { everyService } from '@nimbus/surfaces/every-service'
import { services } from './catalog.ts'
import { checkPorts } from './surface-flags.ts'

/** Where one process that serves everything streams everything: the pair of its port 3000. */
const allPort = 3100

/** The service whose streams listen on a port, for a listener of their own. */
export interface StreamPlace {
  /** Or `everyService`. */
  service: string
  port: number
}

/**
 * Where the streams of the services that are served listen: each on its own port, or from a first port on. Without names
 * one process serves everything, and streams it all on a port of its own, which comes first. Free ports when the server itself takes one, because then it is not the only server here. Raises `invalid-flag` (exit 2) when the
 * ports after the first are too many.
 */
export const streamPlaces = (
  served: readonly string[],
  port: number | undefined,
  firstStreamPort: number | undefined,
): StreamPlace[] => {
  const first = firstStreamPort ?? (port === 0 ? 0 : undefined)
  const streaming = [
    ...(served.length === 0 ? [{ service: everyService, port: allPort }] : []),
    ...services
      .filter(({ name }) => served.length === 0 || served.includes(name))
      .flatMap(({ name, stream }) => (stream === undefined ? [] : [{ service: name, port: stream }])),
  ].sort((a, b) => a.port - b.port)
  checkPorts(firstStreamPort, streaming.length, '--stream-port')
  return streaming.map((place, index) =>
    first === undefined ? place : { ...place, port: first === 0 ? 0 : first + index },
  )
}
