import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

const module = join(import.meta.dir, 'standard-streams.ts')

/** Runs a program that has `write` and `isTerminal`, in a shell where `$PROGRAM` starts it. */
const inShell = async (shell: string, program: string) => {
  await using place = await workspace({
    'program.ts': `import { exitAfterOutput, goOnUnread, isTerminal, write } from ${JSON.stringify(module)}\n${program}\n`,
  })
  const child = Bun.spawn(['sh', '-c', shell], {
    cwd: place.path,
    env: { ...place.env, PATH: process.env.PATH ?? '', PROGRAM: `${process.execPath} program.ts` },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err, exit] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { out, err, exit }
}

test('files, pipes and the empty device are no terminal', async () => {
  const said = `write(2, [0, 1, 2].map((fd) => String(isTerminal(fd as 0))).join(' '))`
  expect((await inShell('$PROGRAM < program.ts > /dev/null', said)).err).toBe('false false false')
})

test('a reader that goes away ends the process without a word, and without a failure', async () => {
  const program = `for (let i = 0; i < 100; i++) write(1, 'a line\\n'.repeat(10_000))`
  expect(await inShell('{ $PROGRAM; echo "exit $?" >&2; } | head -n 1', program)).toEqual({
    out: 'a line\n',
    err: 'exit 0\n',
    exit: 0,
  })
})

test('a reader that goes away does not end what is to be done to its end', async () => {
  const program = `goOnUnread()
    for (let i = 0; i < 100; i++) write(1, 'a line\\n'.repeat(10_000))
    write(2, 'done\\n')
    process.exitCode = 6`
  expect(await inShell('{ $PROGRAM; echo "exit $?" >&2; } | head -n 1', program)).toEqual({
    out: 'a line\n',
    err: 'done\nexit 6\n',
    exit: 0,
  })
})

test.skipIf(process.platform !== 'linux')('output that cannot be written is a failure, and says why', async () => {
  const { err, exit } = await inShell('$PROGRAM > /dev/full', `write(1, 'lost')`)
  expect(exit).toBe(1)
  expect(err).toContain('ENOSPC')
})

test.skipIf(process.platform !== 'linux')('neither does output without room, which is said and a failure', async () => {
  const program = `goOnUnread()
    for (let i = 0; i < 3; i++) write(1, 'a line\\n')
    write(2, 'done\\n')
    process.exitCode = exitAfterOutput(Number(process.argv[2]))`
  const { err, exit } = await inShell('$PROGRAM 0 > /dev/full', program)
  expect(err).toMatch(/^✗ The output could not be written\n {2}why {2}ENOSPC\n.*\ndone\n$/)
  expect(exit).toBe(1)
  expect((await inShell('$PROGRAM 6 > /dev/full', program)).exit).toBe(6)
  expect((await inShell('$PROGRAM 0 | true', program)).exit).toBe(0)
})

const noPerl = Bun.which('perl') ? '' : ' (skipped: perl is not installed)'

test.skipIf(noPerl !== '')(`all of it arrives in a pipe that somebody made non-blocking${noPerl}`, async () => {
  // The reader begins once the writer has had to give up on a full pipe.
  const program = `import { writeFileSync } from 'node:fs'
    for (let i = 0; i < 50; i++) write(1, \`\${i} \${'x'.repeat(10_000)}\\n\`)
    writeFileSync('full', 'now\\n')
    write(1, 'end\\n')`
  const unblocked = `perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, fcntl(STDOUT, F_GETFL, 0) | O_NONBLOCK); exec @ARGV'`
  const { out, err } = await inShell(`mkfifo full; ${unblocked} $PROGRAM | { read now < full; cat; }`, program)
  expect(err).toBe('')
  expect(out.split('\n').map((line) => line.split(' ')[0])).toEqual([...Array(50).keys()].map(String).concat('end', ''))
  expect(out.length).toBeGreaterThan(500_000)
})
