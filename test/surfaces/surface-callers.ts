import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { agentTools, callFor, toolName } from '@nimbus/agent-tools'
import type { CatalogEntry, Effect, Envelope, Principal, Surface } from '@nimbus/kernel'
import { product, type TestWorkspace } from '@nimbus/testkit'
import { exampleCommand } from '../../packages/surfaces/cli/example-command.ts'
import { nimbusServer } from './nimbus-server.ts'

/** One surface as its users reach it: a call gives an envelope, or the reason why it is not offered. */
export interface SurfaceCaller extends AsyncDisposable {
  /** Whom its calls are recorded as, where that is not the person of the workspace. */
  requester?: Principal
  call(entry: CatalogEntry, input: unknown): Promise<Envelope | { notOffered: string }>
}

/** The token that the servers of this test take. */
export const token = 'token-of-the-catalog-walk'

const allEffects: readonly Effect[] = ['read', 'create', 'update', 'delete']

const asEnvelope = (value: unknown): Envelope => {
  if (typeof value !== 'object' || value === null || !('outcome' in value)) throw new Error(JSON.stringify(value))
  return value as Envelope
}

const cli = async (place: TestWorkspace): Promise<SurfaceCaller> => {
  const [program = '', ...first] = product().command
  return {
    async call(entry, input) {
      const command = exampleCommand(entry, input).replace(/^nimbus /, 'nimbus --json ')
      const script = `nimbus() { "$NIMBUS_PROGRAM" ${first.map((word) => `'${word}'`).join(' ')} "$@"; }; ${command}`
      const child = Bun.spawn(['sh', '-c', script], {
        cwd: place.path,
        env: { ...place.env, NIMBUS_PROGRAM: program },
        stdin: 'ignore',
        stdout: 'pipe',
        stderr: 'pipe',
      })
      const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()])
      const last = stdout.trim().split('\n').at(-1)
      if (!last) throw new Error(`${command} printed nothing: ${stderr}`)
      return asEnvelope(JSON.parse(last))
    },
    async [Symbol.asyncDispose]() {},
  }
}

const http = async (place: TestWorkspace): Promise<SurfaceCaller> => {
  const server = await nimbusServer(place)
  return {
    async call({ id }, input) {
      const response = await fetch(new URL(`/api/${id.replace('.', '/')}`, server.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      const body = (await response.json()) as { error?: { why?: string } }
      return response.status === 404 ? { notOffered: body.error?.why ?? '' } : asEnvelope(body)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const mcp = async (place: TestWorkspace): Promise<SurfaceCaller> => {
  const client = new Client({ name: 'catalog-walk', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const [command = '', ...args] = product().command
  const transport = new StdioClientTransport({
    command,
    args: [...args, 'mcp', '--allow', 'create,update,delete'],
    env: { ...place.env },
    cwd: place.path,
  })
  await client.connect(transport)
  return {
    requester: { tenant: 'local', id: 'mcp:tester', kind: 'model', onBehalfOf: 'tester', scopes: ['invoke'] },
    async call({ id }, input) {
      const options = { timeout: 120_000 }
      const result = await client.callTool({ name: toolName(id), arguments: input as Record<string, unknown> }, options)
      const envelope = asEnvelope(result.structuredContent)
      return envelope.error?.code === 'excluded' ? { notOffered: envelope.error.why ?? '' } : envelope
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

const agent = async (place: TestWorkspace): Promise<SurfaceCaller> => {
  const host = await place.host()
  const tools = agentTools(host.catalog, { allow: allEffects })
  const principal: Principal = { tenant: 'local', id: 'an-agent', kind: 'model', scopes: ['invoke'] }
  return {
    requester: principal,
    async call(entry, input) {
      const tool = tools.find(({ name }) => name === toolName(entry.id))
      if (!tool) return { notOffered: entry.exclude.agent ?? '' }
      return host.invoke({ ...callFor(tool.name, JSON.stringify(input)), principal, surface: 'agent' })
    },
    async [Symbol.asyncDispose]() {},
  }
}

/** Every surface, by its name in the kernel. */
export const callers: Readonly<Record<Exclude<Surface, 'call'>, (place: TestWorkspace) => Promise<SurfaceCaller>>> = {
  cli,
  http,
  mcp,
  agent,
}
