import { expect, test } from 'bun:test'
import { product, workspace } from '@nimbus/testkit'

const { catalog, services } = product()

test('the first page names every service and every main command, and fits a terminal', async () => {
  await using place = await workspace()
  const pages = await Promise.all([['--help'], ['-h'], ['help'], []].map((argv) => place.cli(argv)))
  for (const { exit, stdout, stderr } of pages) {
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toBe(pages[0]?.stdout ?? '')
    for (const { name } of services) expect(stdout).toContain(`  ${name} `)
    for (const { aliases } of catalog.list())
      if (aliases[0]) expect(stdout).toContain(`\n  ${aliases[0].split(' ')[0]} `)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.filter((line) => line.length > 100)).toEqual([])
    expect(lines.length).toBeLessThan(50)
  }
})

test('what the first page begins with works in an empty folder', async () => {
  await using place = await workspace()
  const { stdout } = await place.cli([])
  const shown = /\nStart here\n((?: {2}nimbus .*\n)+)/.exec(stdout)?.[1]?.trim().split('\n') ?? []
  expect(shown.length).toBeGreaterThan(1)
  const script = shown.map((line) => line.trim().replace('nimbus', product().command.join(' '))).join(' && ')
  const shell = Bun.spawn(['sh', '-c', script], { cwd: place.path, env: place.env, stdout: 'pipe', stderr: 'pipe' })
  expect({ exit: await shell.exited, stderr: await shell.stderr.text() }).toMatchObject({ exit: 0 })
})

test.each(services.map(({ name }) => [name] as const))('nimbus %s lists its commands', async (name) => {
  await using place = await workspace()
  const { exit, stdout } = await place.cli([name])
  expect(exit).toBe(0)
  for (const { service, summary } of catalog.list()) if (service === name) expect(stdout).toContain(summary)
})

test('help of a command is the same however it is asked for, and opens nothing', async () => {
  await using place = await workspace()
  const ways = [
    ['fs', 'read', '--help'],
    ['fs', 'read', '-h'],
    ['help', 'fs', 'read'],
    ['--help', 'fs', 'read'],
    ['fs', 'read', 'a', 'b', '--help'],
  ]
  const texts = await Promise.all(ways.map(async (argv) => (await place.cli(argv)).stdout))
  expect(new Set(texts).size).toBe(1)
  expect(texts[0]).toContain('usage  nimbus fs read <file>')
  expect(await Bun.file(`${place.home}/.nimbus/nimbus.db`).exists()).toBe(false)
})

test.each([
  [['doctro'], 'did you mean: nimbus doctor'],
  [['fs', 'raed'], 'did you mean: nimbus fs read'],
  [['aprove', 'p_abcd'], 'did you mean: nimbus approve'],
  [['gnerate', 'terraform'], 'did you mean: nimbus generate terraform'],
  [['sevre'], 'did you mean: nimbus serve'],
  [['halp'], 'did you mean: nimbus help'],
  [['git', 'foo'], 'see what there is with: nimbus git --help'],
  [['llm', 'confg', 'show'], 'did you mean: nimbus llm config show'],
  [['zzzzzz'], 'see what there is with: nimbus --help'],
  [['task', 'zzzzzz'], 'see what there is with: nimbus task --help'],
  [['llm', 'config', 'zzzzzz'], 'see what there is with: nimbus llm config --help'],
  [['fs', 'read', '--fiel', 'x'], 'did you mean --file?'],
  [['--jsn'], 'did you mean --json?'],
] as const)('%j is answered with what was meant', async (argv, next) => {
  await using place = await workspace()
  const { exit, stdout, stderr } = await place.cli(argv)
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toContain(next)
})

test('the version is told whatever stands around it', async () => {
  await using place = await workspace()
  const { stdout } = await place.cli(['--version'])
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  for (const argv of [
    ['help', 'version'],
    ['version', '--help'],
    ['--quiet', 'version'],
  ])
    expect(await place.cli(argv)).toMatchObject({ exit: 0, stdout, stderr: '' })
})
