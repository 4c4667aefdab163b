import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

const gateway = '1.15.2'
/** Later ones change how a streamed answer is written; this is the one that the gateway was released against. */
const nodeServer = '1.13.5'

/** Where the peer is kept: a cache outside the repository. */
const folder = join(homedir(), '.cache/nimbus-bench', `portkey-${gateway}`)

/** The peer's server script, installed when it is not there; or why it cannot be measured. */
export const portkeyScript = async (): Promise<{ script: string } | { why: string }> => {
  const script = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js')
  if (await Bun.file(script).exists()) return { script }
  if (!Bun.which('npm')) return { why: 'npm is not installed' }
  await mkdir(folder, { recursive: true })
  const manifest = { private: true, overrides: { '@hono/node-server': nodeServer } }
  await Bun.write(join(folder, 'package.json'), JSON.stringify(manifest))
  const install = Bun.spawn(
    [
      'npm',
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--save-exact',
      `@portkey-ai/gateway@${gateway}`,
      `@hono/node-server@${nodeServer}`,
    ],
    { cwd: folder, stdout: 'ignore', stderr: 'pipe' },
  )
  const said = await install.stderr.text()
  return (await install.exited) === 0 ? { script } : { why: `npm could not install it: ${said.trim().slice(-200)}` }
}
