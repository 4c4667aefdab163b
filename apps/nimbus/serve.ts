import { fstatSync } from 'node:fs'
import type { Host } from '@nimbus/host'
import { invalid, nearest } from '@nimbus/kernel'
import { everyService } from '@nimbus/surfaces/every-service'
import { onHangUp } from '@nimbus/surfaces/hang-up'
import { services } from './catalog.ts'
import { loadFronts, type OpenOptions, openNimbus } from './open.ts'
import { streamPlaces } from './stream-places.ts'
import { parseEffects, parseHostname, parsePort, parseSurface } from './surface-flags.ts'

/** Where the processes of a split Nimbus tell each other who serves what: `fs=http://127.0.0.1:3005,…`. */
const peersVariable = 'NIMBUS_PEERS'

const checkServices = (names: readonly string[]): void => {
  const known = services.map(({ name }) => name)
  const wrong = names.find((name) => !known.includes(name))
  if (!wrong) return
  const close = nearest(wrong, known)
  throw invalid('unknown-service', `There is no service ${wrong}`, {
    next: close ? `did you mean ${close}?` : `use some of ${known.join(', ')}`,
  })
}

const peersOf = (text: string, own: readonly string[]) =>
  text
    .split(',')
    .filter(Boolean)
    .map((pair) => {
      const [service = '', url = ''] = pair.split('=')
      return { url, services: [service] }
    })
    .filter((peer) => !own.includes(peer.services[0] ?? ''))

const tokenPlace = (host: Host): string =>
  process.env.NIMBUS_TOKEN ? 'the token in NIMBUS_TOKEN' : `the token in ${host.home.tokens}/default.json`

/** A setting, for a process that has no other need of a host. */
const settingOnce = async (key: string, options: OpenOptions): Promise<string> => {
  const host = await openNimbus(options)
  try {
    return String((await host.ports.records.config.get(key, host.workspace)).value)
  } finally {
    await host.close()
  }
}

/** Resolves at the first interruption, or when the terminal is gone; a second Ctrl-C ends the process at once. */
const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    onHangUp(resolve)
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        process.once(signal, () => process.exit(130))
        resolve()
      })
  })

/** Waits for the end of the process that split Nimbus, however it ends: it holds the other end of this pipe. */
const watchParent = (): { ended: Promise<void>; stop: () => Promise<void> } => {
  const stdin = fstatSync(0)
  if (!process.env[peersVariable] || !(stdin.isFIFO() || stdin.isSocket()))
    return { ended: new Promise(() => {}), stop: async () => {} }
  const reader = Bun.stdin.stream().getReader()
  const end = async () => {
    while (!(await reader.read()).done);
  }
  // A pipe that somebody reads keeps this process alive.
  return { ended: end(), stop: () => reader.cancel() }
}

/** `nimbus serve`: answers over HTTP until it is interrupted, then lets running calls finish. */
export const startServe = async (argv: readonly string[], version: string): Promise<number> => {
  const { words, text, on } = parseSurface(argv, {
    port: { type: 'string' },
    'stream-port': { type: 'string' },
    hostname: { type: 'string' },
    allow: { type: 'string' },
    directory: { type: 'string' },
    split: { type: 'boolean' },
  })
  checkServices(words)
  const port = text('port')
  const asked = port === undefined ? undefined : parsePort(port)
  const streamPort = text('stream-port')
  const askedStream = streamPort === undefined ? undefined : parsePort(streamPort, '--stream-port')
  const allow = parseEffects(text('allow'))
  const directory = text('directory')
  const hostname = parseHostname(text('hostname'))
  if (on('split')) {
    const { serveSplit } = await import('./serve-split.ts')
    const address = hostname ?? (await settingOnce('server.hostname', { version, directory }))
    return serveSplit(
      { services: words, argv, hostname: address, firstPort: asked, firstStreamPort: askedStream, peersVariable },
      interrupted(),
    )
  }

  const { ownToken, servingStaleMs } = await import('@nimbus/host')
  const { serve } = await import('@nimbus/surfaces/http')
  const { createMcpEndpoint } = await import('@nimbus/surfaces/mcp')
  const { createRemote } = await import('@nimbus/surfaces/remote')
  const peers = peersOf(process.env[peersVariable] ?? '', words)
  const host = await openNimbus({
    version,
    directory,
    staleMs: servingStaleMs,
    ...(peers.length > 0 ? { remote: (key: Uint8Array) => createRemote(peers, key) } : {}),
  })
  // Before anything is said: whoever reads where the server is may end it from then on, and in good order. Not sooner: a
  // database that does not answer is waited for, and until it does there is nothing to be in order.
  const ended = interrupted()
  try {
    const setting = async (key: string) => (await host.ports.records.config.get(key, host.workspace)).value
    const only = services.find(({ name }) => words.length === 1 && name === words[0])
    ownToken(host.home, process.env)
    await host.sweep()
    const server = serve(host, {
      hostname: hostname ?? String(await setting('server.hostname')),
      port: asked ?? only?.port ?? Number(await setting('server.port')),
      bodyLimit: Number(await setting('server.body_limit_bytes')),
      peerKey: host.key,
      streams: streamPlaces(words, asked, askedStream),
      fronts: await loadFronts(words),
      ...(words.length > 0 ? { services: words } : {}),
      mcp: (gateway) => createMcpEndpoint(gateway, { allow }),
    })
    console.error(`✓ ${words.length > 0 ? words.join(', ') : 'every service'} at ${server.url}   ${server.url}/docs`)
    for (const [service, url] of Object.entries(server.streams))
      console.error(`  streams of ${service === everyService ? 'every service' : service} at ${url}`)
    console.error(`  with ${tokenPlace(host)}, in a browser as the password; workspace ${host.workspace}`)
    const parent = watchParent()
    await Promise.race([ended, parent.ended])
    await parent.stop()
    console.error('finishing what is running; press Ctrl-C again to stop at once')
    await server.stop()
    return 0
  } finally {
    await host.close()
  }
}
