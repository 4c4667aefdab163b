/** A value made to do harm, with what it tries. */
export interface Hostile {
  tries: string
  value: unknown
}

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`)

/**
 * Values for any field. Each is text or structure that some layer below once took for something else: a path, a flag,
 * a command, a template, a query, a prototype.
 */
export const hostileValues: readonly Hostile[] = [
  { tries: 'to leave the workspace', value: '../outside/secret.txt' },
  { tries: 'to leave it further', value: '../../../../../../../../etc/passwd' },
  { tries: 'an absolute path', value: '/etc/passwd' },
  { tries: 'a link that leads out', value: 'link-out/secret.txt' },
  { tries: 'a link to a directory outside', value: 'link-out' },
  { tries: 'a file in place of a directory', value: 'README.md' },
  { tries: 'a directory in place of a file', value: 'infra' },
  { tries: 'an encoded path', value: '..%2f..%2foutside%2fsecret.txt' },
  { tries: 'backslashes', value: '..\\..\\outside\\secret.txt' },
  { tries: 'a NUL in a path', value: 'README.md\0../outside/secret.txt' },
  { tries: 'a file URL', value: 'file:///etc/passwd' },
  { tries: 'a home', value: '~/.nimbus/key' },
  { tries: 'a device', value: '/dev/stdin' },
  { tries: 'a process file', value: '/proc/self/environ' },
  { tries: 'a command', value: '; touch pwned #' },
  { tries: 'a substitution', value: '$(touch pwned)' },
  { tries: 'backquotes', value: '`touch pwned`' },
  { tries: 'a pipe', value: '| touch pwned' },
  { tries: 'a flag', value: '--output=pwned' },
  { tries: 'a short flag', value: '-exec=touch' },
  { tries: 'a line of its own', value: 'a\ntouch pwned\n' },
  { tries: 'a query', value: `'; drop table runs; --` },
  { tries: 'a template', value: '${file("/etc/passwd")}{{7*7}}<%= 7 %>' },
  { tries: 'a tag', value: '<script>alert(1)</script>' },
  { tries: 'a slow pattern', value: '(a+)+$' },
  { tries: 'bytes of another encoding', value: '\uD800\uDFFF\uD800' },
  { tries: 'text that turns around', value: '‮txt.exe⁦' },
  { tries: 'look-alike dots', value: '․․/․․/outside' },
  { tries: 'full-width dots', value: '．．/．．/outside/secret.txt' },
  { tries: 'an escape sequence', value: '\u001b]0;pwned\u0007\u001b[2J' },
  { tries: 'a huge text', value: 'A'.repeat(200_000) },
  { tries: 'emptiness', value: '' },
  { tries: 'blanks', value: '   ' },
  { tries: 'nothing', value: null },
  { tries: 'a number', value: -1 },
  { tries: 'a large number', value: 1e308 },
  { tries: 'a fraction', value: 0.1 },
  { tries: 'a list', value: ['../outside/secret.txt', { a: 1 }] },
  {
    tries: 'a prototype',
    value: JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  },
  { tries: 'a reference', value: { $from: { step: '1', pointer: '/__proto__' } } },
  { tries: 'depth', value: nested(90) },
  { tries: 'many keys', value: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i])) },
]
