import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHost } from '@nimbus/host'
import { joinSources } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { memorySource } from '@nimbus/testkit/memory-source'

/**
 * A process that is killed in the middle of its work: `killed-writer.ts <workspace> <file>` keeps the file, writes over
 * it and has no time for anything else.
 */
const [workspace = '', file = ''] = process.argv.slice(2)

const careless = operation({
  id: 'killed.write',
  summary: 'Write over a file and be killed',
  effect: 'update',
  input: z.object({}),
  output: z.object({}),
  examples: [],
  target: () => ({ resources: [`workspace:${file}`] }),
  async run(_input, ctx) {
    const path = join(ctx.workspace, file)
    await ctx.keep(file, await Bun.file(path).bytes())
    writeFileSync(path, 'half of it')
    process.kill(process.pid, 'SIGKILL')
    return {}
  },
})

const host = await openHost({
  version: '0.0.0-test',
  catalog: joinSources([memorySource([careless])]),
  services: [],
  loadServices: async () => [],
  env: process.env,
  workspace,
})
const { principal } = host
await host.invoke({
  operation: careless.id,
  input: {},
  principal,
  surface: 'cli',
  consent: { yes: true, confirm: [] },
})
