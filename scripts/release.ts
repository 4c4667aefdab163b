// Builds executables with checksums into dist/: bun scripts/release.ts [platform…]; default: this machine's.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { version } from '../apps/nimbus/package.json'
import { buildExecutable, platforms, threadScripts } from './build-executable.ts'

const root = join(import.meta.dir, '..')
const asked = process.argv.slice(2)
const wrong = asked.find((platform) => !platforms.includes(platform))
if (wrong) {
  console.error(`✗ ${wrong} is not a platform\n  next use some of ${platforms.join(', ')}`)
  process.exit(2)
}

const own = `bun-${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const sums: string[] = []
for (const platform of asked.length > 0 ? asked : [own]) {
  const name = `nimbus-${version}-${platform.replace('bun-', '')}${platform.includes('windows') ? '.exe' : ''}`
  // The runtime of another platform is a download; this machine's own needs none.
  const path = await buildExecutable(
    join(root, 'apps/nimbus/main.ts'),
    join(root, 'dist', name),
    platform === own ? undefined : platform,
    threadScripts,
  )
  const bytes = await Bun.file(path).bytes()
  const sum = createHash('sha256').update(bytes).digest('hex')
  sums.push(`${sum}  ${name}`)
  console.log(`✓ ${name}  ${(bytes.length / 1e6).toFixed(0)} MB`)
}
await Bun.write(join(root, 'dist/SHA256SUMS'), `${sums.join('\n')}\n`)
console.log('✓ dist/SHA256SUMS')
