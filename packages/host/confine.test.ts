import { expect, test } from 'bun:test'
import { join } from 'node:path'

test('a pipe is nowhere, and so not in the workspace', async () => {
  const script = `
    import { confine } from ${JSON.stringify(join(import.meta.dir, 'confine.ts'))}
    try { console.log(confine('/dev/stdin', process.cwd(), process.cwd()).inside) } catch (error) { console.log(error.data.code) }`
  const child = Bun.spawn([process.execPath, '-e', script], { stdin: 'pipe', stdout: 'pipe' })
  expect((await child.stdout.text()).trim()).toBe('invalid-path')
})
