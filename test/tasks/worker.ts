import { writeSync } from 'node:fs'
import { openHost } from '@nimbus/host'
import { joinSources } from '@nimbus/kernel'
import { builtIn, services } from '../../apps/nimbus/catalog.ts'
import { loadServices } from '../../apps/nimbus/open.ts'

/**
 * A process of the tests of tasks: `worker.ts <operation> <input>`, in the workspace where it is started.
 *
 * Says `ready` once everything is open, makes the call, and prints the envelope when it has ended.
 */
const [operation = '', input = '{}'] = process.argv.slice(2)
const host = await openHost({
  version: '0.0.0-test',
  catalog: joinSources([builtIn]),
  services,
  loadServices,
  env: process.env,
  workspace: process.cwd(),
})
writeSync(1, 'ready\n')
const envelope = await host.invoke({ operation, input: JSON.parse(input), principal: host.principal, surface: 'cli' })
writeSync(1, `${JSON.stringify(envelope)}\n`)
await host.close()
process.exit(0)
