import { expect, test } from 'bun:test'
import { redacted } from '@nimbus/kernel'
import fc from 'fast-check'
import { createRedactor } from './redactor.ts'

const knowing = (...secrets: string[]) => {
  const redactor = createRedactor()
  for (const secret of secrets) redactor.add(secret)
  return redactor
}

const secret = fc.oneof(
  fc.string({ minLength: 6, maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 6, maxLength: 20 }),
)
const filler = fc.string({ maxLength: 20 })

/** How a value turns up in the output of programs. */
const spellings: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  base64: (value) => Buffer.from(value).toString('base64'),
  base64url: (value) => Buffer.from(value).toString('base64url'),
  url: encodeURIComponent,
  form: (value) => new URLSearchParams({ v: value }).toString().slice(2),
  json: (value) => JSON.stringify(value).slice(1, -1),
}

test.each(Object.keys(spellings))('a known secret is found in its %s spelling, whatever stands around it', (name) => {
  fc.assert(
    fc.property(secret, filler, filler, (value, before, after) => {
      const spelled = (spellings[name] ?? String)(value)
      // A secret that is part of the mark or of the filler may of course still be there.
      fc.pre(!redacted.includes(spelled) && !`${before}${redacted}${after}`.includes(spelled))
      expect(knowing(value).text(`${before}${spelled}${after}`)).not.toContain(spelled)
    }),
  )
})

test('a secret is found in the base64 of a longer text, at every offset', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 9, maxLength: 40 }), filler, filler, (value, before, after) => {
      const encoded = Buffer.from(`${before}${value}${after}`).toString('base64')
      const output = knowing(value).text(encoded)
      expect(output).toContain(redacted)
      expect(Buffer.from(output.replaceAll(redacted, ''), 'base64').toString('utf8')).not.toContain(value)
    }),
  )
})

test('a secret that Go wrote as JSON is found', () => {
  expect(knowing('a<b>&c=d').text('"password": {"x": "a\\u003cb\\u003e\\u0026c=d"}')).not.toContain('u003c')
})

test('a key of several lines is found when its lines come one by one', () => {
  const lines = ['first line of the key', 'second line of the key']
  const redactor = knowing(lines.join('\n'))
  for (const line of lines) expect(redactor.text(`> ${line}`)).toBe(`> ${redacted}`)
})

test('doing it twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.array(secret, { maxLength: 4 }), filler, fc.array(fc.nat(3)), (secrets, text, order) => {
      const redactor = knowing(...secrets, 'redact', 'redacted')
      const once = redactor.text(text + order.map((i) => secrets[i] ?? 'password=abcdefgh1').join(' '))
      expect(redactor.text(once)).toBe(once)
    }),
  )
})

test('text without secrets is left alone', () => {
  fc.assert(
    fc.property(fc.lorem(), (text) => {
      expect(knowing('a-secret-of-mine').text(text)).toBe(text)
    }),
  )
})

test('values and keys are redacted at any depth, and the shape stays', () => {
  const redactor = knowing('hunter2hunter2')
  expect<unknown>(redactor.value({ a: ['hunter2hunter2', 1, null, { 'is hunter2hunter2': true }] })).toEqual({
    a: [redacted, 1, null, { [`is ${redacted}`]: true }],
  })
})

test('half of a surrogate pair is no reason to fail', () => {
  expect(knowing('\ud800abcdefgh').text('x \ud800abcdefgh y')).toBe(`x ${redacted} y`)
})

// Assembled here, so that no scanner takes the test for a leak.
const shaped = (...parts: string[]) => parts.join('')
test.each([
  ['AWS access key', shaped('AKIA', 'IOSFODNN7EXAMPLE')],
  ['GitHub token', shaped('ghp_', 'a'.repeat(36))],
  ['GitLab token', shaped('glpat-', 'a'.repeat(20))],
  ['model key', shaped('sk-ant-', 'a'.repeat(40))],
  ['JWT', shaped('eyJhbGciOiJIUzI1', '.eyJzdWIiOiIxMjM0', '.abcdefghijkl')],
  ['private key', shaped('-----BEGIN RSA PRIVATE KEY-----\n', 'MIIEabc+/=\n', '-----END RSA PRIVATE KEY-----')],
  ['encrypted key', shaped('-----BEGIN PRIVATE KEY-----\nProc-Type: 4,X\nDEK-Info: AES\n\n', 'MIIEabc', '\n')],
  ['key that was cut off', shaped('-----BEGIN PRIVATE KEY-----\\n', 'MIIEabc\\nMIIE')],
] as const)('a %s is known by its shape', (_what, value) => {
  expect(createRedactor().text(`<${value}>`).trimEnd()).toBe(`<${redacted}>`)
})

test.each([
  ['postgres://ada:hunter2@db/x', `postgres://ada:${redacted}@db/x`],
  ['redis://:hunter2@cache:6379/0', `redis://:${redacted}@cache:6379/0`],
  ['postgres://ada:hun@ter2@db/x', `postgres://ada:${redacted}@db/x`],
  ['postgres://ada:hun/ter2@db/x', `postgres://ada:${redacted}@db/x`],
  ['amqp://ada:hun/t@r/2@mq and me@example.com', `amqp://ada:${redacted}@mq and me@example.com`],
  ['aws_secret_access_key = abcdefgh12345678', `aws_secret_access_key = ${redacted}`],
  ['"password": "correct-horse"', `"password": "${redacted}"`],
  ['Authorization: Bearer abc.def', `Authorization: Bearer ${redacted}`],
] as const)('%s keeps its name and loses its value', (text, expected) => {
  expect(createRedactor().text(text)).toBe(expected)
})

test.each([
  'password = var.db_password',
  'password = random_password.db.result',
  'secret_key = data.aws_secretsmanager_secret_version.db[0].secret_string',
  'password: ${DB_PASSWORD}',
  'api_key: ${{ secrets.API_KEY }}',
  'api_key: "${{secrets.API_KEY}}"',
  'token=$GITHUB_TOKEN',
  'token = os.environ["GITHUB_TOKEN"]',
  'const token = process.env.GITHUB_TOKEN',
  'TOKEN=$(gcloud auth print-access-token)',
  'postgres://ada:${DB_PASSWORD}@db/x',
  'http://localhost:5173/@vite/client',
  'http://[::1]:5173/@vite/client',
  'http://localhost:${port}/@vite/client',
  'Authorization: Bearer ${TOKEN}',
])('%s only says where a secret comes from, and stays', (text) => {
  expect(createRedactor().text(text)).toBe(text)
})

test.each([
  ['password: ${DB_PASSWORD:-correct-horse}', 'correct'],
  ['password=$ecretpassword', 'ecret'],
  ['password: var.x-correct-horse!battery', 'correct'],
  ['token: $TOKENcorrecthorse', 'correct'],
  ['postgres://ada:$hunter2@db/x', 'hunter'],
  ['password = "data.correct horse"; token: abcdefgh1', 'abcdefgh1'],
] as const)('%s is no reference, and is masked', (text, secret) => {
  expect(createRedactor().text(text)).not.toContain(secret)
})

test.each([
  ['many beginnings of keys', '-----BEGIN PRIVATE KEY-----'],
  ['many beginnings of tokens', 'eyJ-'],
  ['a word of many parts', 'a.'],
  ['many names without values', 'token   '],
  ['many addresses', 'x://a:'],
  ['many addresses with a password', 'x://a:b@'],
  ['many references', 'token=var.a'],
  ['one long reference', '.token=data'],
] as const)('%s take no time', (_what, part) => {
  const started = performance.now()
  createRedactor().text(part.repeat(100_000))
  expect(performance.now() - started).toBeLessThan(10_000)
})
