import { version } from './package.json'

// The launcher starts the runtime in a folder of ours, and says where a command was typed.
const { NIMBUS_STARTED_IN: startedIn } = process.env
if (startedIn !== undefined) {
  delete process.env.NIMBUS_STARTED_IN
  process.chdir(startedIn)
}

// The version must not wait for anything: no module of Nimbus is loaded for it.
const [first] = process.argv.slice(2)
if (['--version', '-v', '-V', 'version'].includes(first ?? '')) console.log(version)
else await (await import('./start.ts')).start(process.argv.slice(2), version)
