import { chownSync, existsSync, readdirSync, realpathSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A PostgreSQL server of one's own, in a private folder, reachable through a socket in that folder only. */
export interface PostgresServer {
  /** Makes an empty database and gives its address. */
  database(): Promise<string>
  stop(): Promise<void>
}

/** The user `nobody`, as whom the server runs when the tests run as root, which it refuses. */
const nobody = 65_534

const folders = (): string[] => {
  const named = process.env.NIMBUS_TEST_POSTGRES
  if (named) return [named]
  const onPath = Bun.which('initdb')
  // Debian keeps the server's programs off PATH: https://wiki.debian.org/PostgreSql
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  return [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(onPath ? [dirname(realpathSync(onPath))] : []),
  ]
}

/** The folder with `initdb` and `postgres`, or why there is none. */
export const findPostgres = (): { folder: string } | { missing: string } => {
  const folder = folders().find((each) => existsSync(join(each, 'initdb')) && existsSync(join(each, 'postgres')))
  if (!folder) return { missing: 'no initdb and postgres: set NIMBUS_TEST_POSTGRES to the folder they are in' }
  if (process.getuid?.() === 0 && !Bun.which('setpriv'))
    return { missing: 'PostgreSQL refuses to run as root, and there is no setpriv' }
  return { folder }
}

/** Argv that runs a program as somebody whom PostgreSQL accepts, and that ends with this process. */
const asServer = (argv: string[]): string[] => {
  const setpriv = Bun.which('setpriv')
  if (!setpriv) return argv
  const root = process.getuid?.() === 0
  const user = root ? ['--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups'] : []
  return [setpriv, ...user, '--pdeathsig', 'INT', '--', ...argv]
}

/** Reads a stream to its end, or its writer would wait for room; settles at a text, fails when it never comes. */
const seen = (stream: ReadableStream<Uint8Array>, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const read = async () => {
      const decoder = new TextDecoder()
      let all = ''
      for await (const bytes of stream) {
        all += decoder.decode(bytes, { stream: true })
        if (all.includes(text)) resolve()
      }
      reject(new Error(`PostgreSQL ended before it was ready:\n${all}`))
    }
    read().catch(reject)
  })

/** Makes a cluster and starts it; about a second. Raises what the programs say when they fail. */
export const startPostgres = async (folder: string): Promise<PostgresServer> => {
  const home = await mkdtemp(join(tmpdir(), 'nimbus-pg-'))
  if (process.getuid?.() === 0) chownSync(home, nobody, nobody)
  const data = join(home, 'data')
  const environment = { ...process.env, LC_ALL: 'C', HOME: home }

  const made = Bun.spawnSync(
    asServer([join(folder, 'initdb'), '-D', data, '-U', 'nimbus', '-A', 'trust', '-E', 'UTF8', '--no-sync']),
    { cwd: home, env: environment, stdout: 'ignore', stderr: 'pipe' },
  )
  if (!made.success) {
    await rm(home, { recursive: true, force: true })
    throw new Error(`initdb failed: ${made.stderr.toString()}`)
  }

  const options = ['listen_addresses=', `unix_socket_directories=${home}`, 'fsync=off', 'max_connections=100']
  const server = Bun.spawn(
    asServer([join(folder, 'postgres'), '-D', data, ...options.flatMap((option) => ['-c', option])]),
    { cwd: home, env: environment, stdout: 'ignore', stderr: 'pipe' },
  )
  await seen(server.stderr, 'ready to accept connections')

  const address = (name: string) => `postgres:///${name}?host=${encodeURIComponent(home)}&user=nimbus`
  let databases = 0

  return {
    async database() {
      const name = `nimbus_${++databases}`
      const { default: pg } = await import('pg')
      const client = new pg.Client({ connectionString: address('postgres') })
      await client.connect()
      await client.query(`CREATE DATABASE ${name}`)
      await client.end()
      return address(name)
    },
    async stop() {
      // A fast shutdown: https://www.postgresql.org/docs/15/server-shutdown.html
      server.kill('SIGINT')
      await server.exited
      await rm(home, { recursive: true, force: true })
    },
  }
}
