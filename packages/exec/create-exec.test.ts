import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Interruption, NimbusError, type Program, stopGroup } from '@nimbus/kernel'
import fc from 'fast-check'
import { createExec } from './create-exec.ts'

const folder = mkdtempSync(join(tmpdir(), 'nimbus-exec-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const programNamed = (binary: string, how: Interruption = stopGroup): Program => ({
  name: binary,
  binaries: [binary],
  override: 'NIMBUS_TEST_PROGRAM',
  version: ['--version'],
  install: `get ${binary} from https://example.com/${binary}`,
  enables: 'tests',
  interrupt: () => how,
})
const sh = programNamed('sh')
const bun = programNamed('bun')
const exec = createExec({ env: process.env, spillDirectory: join(folder, 'spill') })
const quiet = { redact: (text: string) => text, progress: () => {}, signal: new AbortController().signal }

const failure = async (work: Promise<unknown>) => {
  try {
    await work
  } catch (thrown) {
    if (thrown instanceof NimbusError) return thrown.data
    throw thrown
  }
  throw new Error('it did not fail')
}

/** Waits for a condition by looking again and again, never by a fixed time. */
const until = async (holds: () => boolean, limitMs = 5000) => {
  const deadline = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('it did not come true in time')
    await Bun.sleep(10)
  }
}

const commandLines = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
const linux = process.platform === 'linux'

test('gives exit code, output and every line of both streams', async () => {
  const lines: string[] = []
  const result = await exec(sh, ['-c', 'echo one; echo two >&2; printf three; exit 4'], {
    ...quiet,
    accept: [0, 4],
    onLine: (line, stream) => lines.push(`${stream} ${line}`),
  })
  expect(result).toMatchObject({ exitCode: 4, stdout: 'one\nthree', stderr: 'two\n' })
  expect(lines.toSorted()).toEqual(['stderr two', 'stdout one', 'stdout three'])
})

test('gives the text as it arrives, with its line ends', async () => {
  let text = ''
  const result = await exec(sh, ['-c', "printf 'one\\r\\ngröße'; printf 'aside' >&2"], {
    ...quiet,
    onText: (piece, stream) => {
      if (stream === 'stdout') text += piece
    },
  })
  expect(text).toBe('one\r\ngröße')
  expect(result.stdout).toBe(text)
})

test('finds a program by its absolute path among names', async () => {
  const program = { ...programNamed('no-such-program-here'), binaries: ['/no/such/place/sh', '/bin/sh'] }
  expect(await exec(program, ['-c', 'printf found'], quiet)).toMatchObject({ stdout: 'found' })
})

test('passes argv as it is: nothing is interpreted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))),
      async (words) => {
        const print = ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...words]
        const { stdout } = await exec(bun, print, quiet)
        expect(JSON.parse(stdout)).toEqual(words)
      },
    ),
    { numRuns: 15 },
  )
})

test('feeds standard input and closes it', async () => {
  const { stdout } = await exec(programNamed('cat'), [], { ...quiet, stdin: 'größe\n'.repeat(20_000) })
  expect(stdout).toBe('größe\n'.repeat(20_000))
})

test('gives programs the listed variables and what the call adds, and nothing of its own', async () => {
  const env = { PATH: process.env.PATH, NIMBUS_TOKEN: 'no', SLACK_TOKEN: 'no', AWS_PROFILE: 'dev', TF_VAR_a: '1' }
  const limited = createExec({ env, spillDirectory: folder })
  const { stdout } = await limited(programNamed('env'), [], { ...quiet, env: { EXTRA: 'yes' } })
  const names = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('=')[0] ?? '')
  expect(names.toSorted()).toEqual(['AWS_PROFILE', 'EXTRA', 'PATH', 'TF_VAR_a'])
})

test('puts output over the limit into a private file, redacted, and keeps the beginning', async () => {
  const { stdout, spilled } = await exec(sh, ['-c', 'for i in 1 2 3 4 5 6 7 8 9; do echo "line $i hush"; done'], {
    ...quiet,
    keepBytes: 26,
    redact: (text) => text.replaceAll('hush', '***'),
  })
  expect(stdout).toBe('line 1 hush\nline 2 hush\nli')
  const file = spilled?.stdout ?? ''
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).toBe([1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `line ${i} ***\n`).join(''))
})

test('takes a line of 10 MB whole', async () => {
  const lengths: number[] = []
  await exec(bun, ['-e', 'process.stdout.write("é".repeat(5e6) + "\\nshort")'], {
    ...quiet,
    onLine: (line) => lengths.push(line.length),
  })
  expect(lengths).toEqual([5_000_000, 5])
})

test('says how to get a program that is missing, and which variable names another', async () => {
  const error = await failure(exec(programNamed('no-such-program-here'), [], quiet))
  expect(error).toMatchObject({ code: 'program-missing', exit: 5 })
  expect(error.next).toContain('https://')
  expect(error.next).toContain('NIMBUS_TEST_PROGRAM')
})

test('a secret of many lines is taken out of an error as one', async () => {
  const redact = (text: string) => text.replaceAll(/BEGIN[^.]*(END)?/g, '***')
  const script = 'echo BEGIN; for i in $(seq 60); do echo "body $i"; done; echo END.; echo last'
  const { why } = await failure(exec(sh, ['-c', `(${script}) >&2; exit 3`], { ...quiet, redact }))
  expect(why).toBe('***.\nlast')
  const { why: long } = await failure(exec(sh, ['-c', 'seq 500 >&2; exit 3'], quiet))
  expect(long?.split('\n')).toHaveLength(20)
})

test('raises an exit code that is no result with the end of what was said, redacted', async () => {
  const error = await failure(
    exec(sh, ['-c', 'echo "token=hush" >&2; exit 3'], { ...quiet, redact: (text) => text.replaceAll('hush', '***') }),
  )
  expect(error).toMatchObject({ code: 'program-failed', exit: 1, why: 'token=***' })
  expect(error.message).toContain('exit code 3')
})

test('tells apart why a program cannot start', async () => {
  const damaged = join(folder, 'damaged')
  writeFileSync(damaged, '\x7fELF nothing', { mode: 0o755 })
  const noInterpreter = join(folder, 'no-interpreter')
  writeFileSync(noInterpreter, '#!/no/such/interpreter\n', { mode: 0o755 })
  const at = (path: string) => createExec({ env: { NIMBUS_TEST_PROGRAM: path }, spillDirectory: folder })

  expect(await failure(at(damaged)(sh, [], quiet))).toMatchObject({ code: 'program-unusable', exit: 5 })
  expect(await failure(at(noInterpreter)(sh, [], quiet))).toMatchObject({ code: 'program-unusable', exit: 5 })
  expect(await failure(exec(sh, ['-c', 'x'.repeat(5e6)], quiet))).toMatchObject({ code: 'arguments-too-long', exit: 1 })
  const nowhere = join(folder, 'nowhere')
  expect(await failure(exec(sh, [], { ...quiet, cwd: nowhere }))).toMatchObject({ code: 'directory-missing', exit: 2 })
})

test('stops a program that takes too long', async () => {
  const error = await failure(exec(sh, ['-c', 'sleep 60'], { ...quiet, timeoutMs: 100 }))
  expect(error).toMatchObject({ code: 'program-timeout', exit: 1 })
})

test('does not wait for a process that a finished program left behind', async () => {
  const mark = `47.${process.pid}1`
  const started = performance.now()
  const { stdout } = await exec(sh, ['-c', `sleep ${mark} & echo $!`], quiet)
  process.kill(Number(stdout))
  expect(performance.now() - started).toBeLessThan(4000)
})

test('starts nothing when the call is already cancelled', async () => {
  const error = await failure(exec(sh, ['-c', 'exit 0'], { ...quiet, signal: AbortSignal.abort() }))
  expect(error).toMatchObject({ code: 'cancelled', exit: 130 })
})

test.skipIf(!linux)('leaves no process of a tree that ignores TERM two seconds after cancelling', async () => {
  const mark = `31.${process.pid}2`
  const stubborn = `trap '' TERM; (trap '' TERM; sleep ${mark} & (sleep ${mark}; sleep ${mark}) & wait) & echo up; wait`
  const abort = new AbortController()
  let cancelledAt = 0
  const work = exec(sh, ['-c', stubborn], {
    ...quiet,
    signal: abort.signal,
    onLine: () => {
      void until(() => commandLines().filter((line) => line.includes(mark)).length >= 4).then(() => {
        cancelledAt = performance.now()
        abort.abort()
      })
    },
  })
  expect(await failure(work)).toMatchObject({ code: 'cancelled', exit: 130 })
  expect(performance.now() - cancelledAt).toBeLessThan(2000)
  expect(commandLines().filter((line) => line.includes(mark))).toEqual([])
})

test('stops the program when whoever listens to it fails', async () => {
  const work = exec(sh, ['-c', 'echo up; sleep 60'], {
    ...quiet,
    onLine: () => {
      throw new Error('the listener failed')
    },
  })
  expect(await work.catch(String)).toContain('the listener failed')
})

test.each([
  ['a bad exit code', 'program-failed', {}, 'exit 3'],
  ['a timeout', 'program-timeout', { timeoutMs: 300 }, 'exec sleep 60'],
])('leaves no file of the output behind after %s', async (_what, code, options, end) => {
  const spillDirectory = join(folder, `left-${code}`)
  const spilling = createExec({ env: process.env, spillDirectory })
  const work = spilling(sh, ['-c', `echo one; echo two; ${end}`], { ...quiet, ...options, keepBytes: 3 })
  expect(await failure(work)).toMatchObject({ code })
  expect(readdirSync(spillDirectory)).toEqual([])
})
