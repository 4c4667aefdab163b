import { expect, test } from 'bun:test'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { toolName } from '@nimbus/agent-tools'
import type { Envelope } from '@nimbus/kernel'
import { product, workspace } from '@nimbus/testkit'
import { snapshot } from './file-tree.ts'
import { hostileValues } from './hostile-values.ts'
import { descendantsOf, processes } from './process-tree.ts'

const canary = 'canary-that-nobody-may-read'

/** Where Nimbus keeps its own records, and the runtime what it compiled: the only things that may change. */
const ownRecords = (path: string) =>
  /^home\/\.nimbus(\/(nimbus\.db.*|checkpoint.*|key|logs.*|cache.*))?$/.test(path) || /^home\/\.bun(\/|$)/.test(path)

const hostileCalls = product()
  .catalog.list()
  .flatMap((entry) =>
    Object.keys(entry.input.properties ?? {}).flatMap((field) =>
      hostileValues.map(({ tries, value }) => ({
        id: entry.id,
        title: `${entry.id} ${field}: ${tries}`,
        input: { ...(entry.examples[0]?.input as object | undefined), [field]: value },
      })),
    ),
  )

test('there are hostile inputs for every field of every operation', () => {
  expect(hostileCalls.length).toBeGreaterThan(1000)
})

test('no hostile input has an effect, reads outside the workspace or ends in a defect, in read-only mode', async () => {
  await using place = await workspace({ 'README.md': '# Read me\n', '.env': `SECRET=${canary}\n`, 'infra/main.tf': '' })
  const root = join(place.path, '..')
  await mkdir(join(root, 'outside'))
  await Bun.write(join(root, 'outside/secret.txt'), canary)
  await symlink('../outside', join(place.path, 'link-out'))
  const before = await snapshot(root, ownRecords)

  const client = new Client({ name: 'hostile', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const [command = '', ...args] = product().command
  const transport = new StdioClientTransport({
    command,
    args: [...args, 'mcp'],
    env: { ...place.env },
    cwd: place.path,
  })
  await client.connect(transport)

  const wrong: string[] = []
  for (const { id, title, input } of hostileCalls) {
    const result = await client.callTool({ name: toolName(id), arguments: input }, { timeout: 30_000 })
    const text = JSON.stringify(result)
    const { error, outcome } = result.structuredContent as unknown as Envelope
    if (text.includes(canary) || text.includes('root:x:0')) wrong.push(`${title}: read what it may not`)
    if (error && !(error.code && error.message)) wrong.push(`${title}: an error without code and message`)
    if (error?.code === 'unexpected') wrong.push(`${title}: ${error.message}`)
    if (/\n\s+at .*\.ts:\d+/.test(text)) wrong.push(`${title}: shows a stack`)
    if (!outcome) wrong.push(`${title}: no outcome`)
  }
  const left = descendantsOf(transport.pid ?? 0, await processes())
  await client.close()

  expect(wrong).toEqual([])
  expect(left).toEqual([])
  expect(await snapshot(root, ownRecords)).toEqual(before)
}, 180_000)
