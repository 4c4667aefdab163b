import { version } from './package.json'

// The version must not wait for anything: no module of Nimbus is loaded for it.
const [first] = process.argv.slice(2)
if (['--version', '-v', '-V', 'version'].includes(first ?? '')) console.log(version)
else await (await import('./start.ts')).start(process.argv.slice(2), version)
