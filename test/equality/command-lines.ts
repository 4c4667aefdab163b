// Runs the command lines of a JSON file one after the other in this process, as the executable would: what they print is
// what it would print. Used by decisions.test.ts.
import { main } from '@nimbus/surfaces/cli'
import { openDecisions } from './decisions.ts'

const [file = '', workspace = ''] = process.argv.slice(2)
const lines = (await Bun.file(file).json()) as readonly string[][]
const host = await openDecisions(workspace, process.env)
const open = async () => ({ gateway: host, close: async () => {} })
const { catalog, services, version } = host
const view = async () => {
  throw new Error('no view is opened without a terminal')
}
for (const words of lines) await main(words, { version, catalog, services, surfaces: [], open, view })
await host.close()
