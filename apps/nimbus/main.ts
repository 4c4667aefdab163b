import { version } from './package.json'

// The version must not wait for anything: no module of Nimbus is loaded for it.
const [first] = process.argv.slice(2)
if (first === '--version' || first === '-v' || first === '-V') console.log(version)
else await (await import('./start.ts')).start(process.argv.slice(2), version)
