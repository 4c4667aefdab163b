import { join } from 'node:path'
import { exits, failed, invalid } from '@nimbus/kernel'
import { services } from './catalog.ts'
import { streamPlaces } from './stream-places.ts'
import { checkPorts } from './surface-flags.ts'

/** What to split, and where. */
export interface Split {
  /** The services asked for; none means all. */
  services: readonly string[]
  /** The command line as given, to pass on what each process needs. */
  argv: readonly string[]
  /** The address that each binds. */
  hostname: string
  /** The port of the first service when given; the next ones follow it. Default: each service's own. */
  firstPort: number | undefined
  /** The same for their streams. */
  firstStreamPort: number | undefined
  /** The variable that tells the processes about each other. */
  peersVariable: string
}

/** The service that every process serves itself: policy, approvals and records are the same everywhere. */
const everywhere = 'nimbus'

// A built executable is its own program; from source the runtime is, and needs to be told the file, and what to leave
// alone of the folder it runs in.
const command = (): string[] =>
  process.execPath.endsWith('bun') || process.execPath.endsWith('bun.exe')
    ? [process.execPath, ...process.execArgv, join(import.meta.dir, 'main.ts')]
    : [process.execPath]

/** The address by which this machine reaches what listens at another: at all of them it is the loopback one. */
const reachable = (hostname: string): string => {
  const address = hostname === '0.0.0.0' ? '127.0.0.1' : hostname === '::' ? '::1' : hostname
  return address.includes(':') ? `[${address}]` : address
}

const passedOn = (argv: readonly string[]): string[] => {
  const kept: string[] = []
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? ''
    if (['--hostname', '--allow', '--directory'].includes(word)) kept.push(word, argv[++i] ?? '')
    else if (/^--(hostname|allow|directory)=/.test(word)) kept.push(word)
  }
  return kept
}

/** Bun would ask a proxy of the environment even for what is on this machine. */
const direct: object = { proxy: false }

const healthy = async (url: string, child: Bun.Subprocess): Promise<boolean> => {
  for (const deadline = performance.now() + 15_000; performance.now() < deadline && child.exitCode === null; ) {
    // A refused connection only means that it is still starting.
    const signal = AbortSignal.timeout(5000)
    const answer = await fetch(`${url}/health`, { signal, ...direct }).catch(() => undefined)
    if (answer?.ok) return true
    await Bun.sleep(50)
  }
  return false
}

/** Runs every service in a process of its own until interrupted; when one of them ends, so do all. */
export const serveSplit = async (split: Split, interrupted: Promise<void>): Promise<number> => {
  const chosen = services.filter(
    ({ name }) => name !== everywhere && (split.services.length === 0 || split.services.includes(name)),
  )
  if (split.firstPort === 0)
    throw invalid('invalid-flag', '--port: with --split it takes the first of several ports, and 0 is none', {
      why: 'the processes have to know of each other where they are',
      next: 'use a number from 1 on, or leave --port out for the port of each service',
    })
  checkPorts(split.firstPort, chosen.length, '--port')
  const placed = chosen.map(({ name, port }, index) => ({
    name,
    port: split.firstPort === undefined ? port : split.firstPort + index,
  }))
  const streams = streamPlaces(
    chosen.map(({ name }) => name),
    split.firstPort,
    split.firstStreamPort,
  )
  const streamFlags = (name: string): string[] => {
    const place = streams.find(({ service }) => service === name)
    return place ? ['--stream-port', String(place.port)] : []
  }
  const urlOf = (port: number) => `http://${reachable(split.hostname)}:${port}`
  const peers = placed.map(({ name, port }) => `${name}=${urlOf(port)}`).join(',')
  const children = placed.map(({ name, port }) => ({
    name,
    url: urlOf(port),
    child: Bun.spawn(
      [...command(), 'serve', name, everywhere, '--port', String(port), ...streamFlags(name), ...passedOn(split.argv)],
      {
        // From source the arguments of the runtime start each in our folder as well.
        env: { ...process.env, NIMBUS_STARTED_IN: process.cwd(), [split.peersVariable]: peers },
        // A pipe that nobody writes to, which the system closes when this process is killed: then they end as well.
        stdio: ['pipe', 'inherit', 'inherit'],
        // Its own group: a Ctrl-C reaches us, and we tell them.
        detached: true,
      },
    ),
  }))
  // A second Ctrl-C ends this process at once; nothing may be left behind.
  const killAll = () => {
    for (const { child } of children) child.kill('SIGKILL')
  }
  process.once('exit', killAll)
  try {
    const up = await Promise.all(children.map(({ url, child }) => healthy(url, child)))
    const dead = children.find((_each, index) => !up[index])
    if (dead)
      throw failed('service-not-started', `${dead.name} did not start`, {
        at: dead.url,
        why: 'see what it said above',
        next: 'is the port taken? choose others with --port',
      })
    console.error(`✓ ${children.length} services, each in its own process`)
    const ended = await Promise.race([interrupted, ...children.map(({ name, child }) => child.exited.then(() => name))])
    if (ended === undefined) return 0
    console.error(`✗ ${ended} ended; stopping the others`)
    return exits.failed
  } finally {
    for (const { child } of children) child.kill('SIGTERM')
    await Promise.all(children.map(({ child }) => child.exited))
    process.off('exit', killAll)
  }
}
