import { expect, test } from 'bun:test'
import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fakePrograms, workspace } from '@nimbus/testkit'
import { barePath, writeLlmYaml } from './fake-agents.ts'

const answers = "process.stdout.write('ok\\n')"
const hostile = `'single' "double" \`tick\` %PATH% $HOME \\ ^ & | ; * ? [x] {{model}}\n-- --flag\ttab 漢字`

test('same-on-every-platform: a name, a path with spaces, ~ and a variable lead to the same program', async () => {
  await using fake = fakePrograms()
  const path = fake.program('helper', answers)
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:${barePath}`, HELPERS: fake.bin } })
  const spaced = join(ws.home, 'my "own" tools')
  mkdirSync(spaced)
  renameSync(path, join(fake.bin, 'helper-real'))
  await Bun.write(join(spaced, 'helper'), `#!/bin/sh\nexec '${fake.bin}/helper-real' "$@"\n`)
  await Bun.$`chmod +x ${join(spaced, 'helper')}`.quiet()
  await writeLlmYaml(
    ws,
    `
tools:
  by-name: { binary: helper-real, args: ["--", "{{prompt}}"], output: { cost: not-metered } }
  by-path: { binary: ${JSON.stringify(join(spaced, 'helper'))}, args: ["--", "{{prompt}}"], output: { cost: not-metered } }
  by-home: { binary: '~/my "own" tools/helper', args: ["--", "{{prompt}}"], output: { cost: not-metered } }
  by-variable: { binary: "\${HELPERS}/helper-real", args: ["--", "{{prompt}}"], output: { cost: not-metered } }
  by-platform:
    binary: { linux: helper-real, darwin: helper-real, wsl: helper-real, win32: 'C:\\Tools\\helper.exe' }
    args: ["--", "{{prompt}}"]
    output: { cost: not-metered }
`,
  )
  for (const tool of ['by-name', 'by-path', 'by-home', 'by-variable', 'by-platform']) {
    const { exit, stdout } = await ws.cli(['llm', 'exec', '--tool', tool, '--task', hostile])
    expect({ tool, exit, stdout }).toEqual({ tool, exit: 0, stdout: 'ok\n' })
    expect(fake.received('helper').argv).toEqual(['--', hostile])
  }
}, 30_000)

test('same-on-every-platform: inside WSL a program of Windows is found by its ending and given paths of Windows', async () => {
  await using fake = fakePrograms()
  fake.program('helper.exe', answers.replace('ok', 'from Windows'))
  await using ws = await workspace(
    {},
    { env: { PATH: `${fake.bin}:${barePath}`, WSL_DISTRO_NAME: 'Ubuntu', WSLENV: 'OTHER' } },
  )
  await writeLlmYaml(
    ws,
    `
tools:
  helper:
    binary: helper
    prompt: stdin
    args: ["--root={{workspace}}"]
    env_vars: { HELPER_MODE: quick }
    output: { cost: not-metered }
`,
  )
  const { exit, stdout } = await ws.cli(['llm', 'exec', '--tool', 'helper', '--task', hostile])
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'from Windows\n' })
  const { argv, stdin, env } = fake.received('helper.exe')
  expect(argv).toEqual([`--root=\\\\wsl.localhost\\Ubuntu${ws.path.replaceAll('/', '\\')}`])
  expect(stdin).toBe(hostile)
  expect(env).toMatchObject({ HELPER_MODE: 'quick', WSLENV: 'OTHER:HELPER_MODE' })
})

test('same-on-every-platform: a tool that is not for this platform is not asked', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers)
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:${barePath}` } })
  await writeLlmYaml(ws, 'tools:\n  helper: { binary: helper, prompt: stdin, platforms: [win32] }\n')
  const { exit, stderr } = await ws.cli(['llm', 'exec', '--tool', 'helper', '--task', 'x'])
  expect(exit).toBe(5)
  expect(stderr).toContain('helper')
})
