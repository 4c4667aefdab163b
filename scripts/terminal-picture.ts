// Draws docs/images/terminal.svg from what the commands really print: bun scripts/terminal-picture.ts
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dir, '..')
const columns = 112
const commands: readonly (readonly string[])[] = [
  ['generate', 'terraform', 'shop.yaml', '--out', 'demo'],
  ['check', 'demo'],
  ['fs', 'write', 'demo/README.md', '--content', 'mine'],
]

const colours: Readonly<Record<string, string>> = { 31: '#f47067', 32: '#57ab5a', 33: '#c69026', 36: '#39c5cf' }
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A line with ANSI styles as SVG text spans. */
const spans = (line: string): string => {
  let style = ''
  return line
    .split('\u001b[')
    .map((part, index) => {
      if (index === 0) return escaped(part)
      const [, code = '', text = ''] = /^(\d+)m(.*)$/s.exec(part) ?? []
      if (code === '1') style = ' font-weight="bold"'
      else if (code === '2') style = ' fill="#768390"'
      else style = colours[code] ? ` fill="${colours[code]}"` : ''
      return text === '' ? '' : `<tspan${style}>${escaped(text)}</tspan>`
    })
    .join('')
}

const wrapped = (line: string): string[] => {
  if (Bun.stringWidth(line) <= columns) return [line]
  return Bun.wrapAnsi(line, columns, { hard: true, trim: false }).split('\n')
}

const directory = mkdtempSync(join(tmpdir(), 'nimbus-picture-'))
try {
  await Bun.write(join(directory, 'shop.yaml'), Bun.file(join(root, 'examples/shop.yaml')))
  const env = { ...process.env, FORCE_COLOR: '1', NIMBUS_HOME: join(directory, '.home'), NIMBUS_PRINCIPAL: 'you' }
  const lines = commands.flatMap((argv) => {
    const { stdout, stderr } = Bun.spawnSync([process.execPath, join(root, 'apps/nimbus/main.ts'), ...argv], {
      cwd: directory,
      env,
    })
    const said = `${stdout.toString()}${stderr.toString()}`.trimEnd().replaceAll(directory, '~')
    const shown = said.split('\n').flatMap(wrapped)
    return [`\u001b[1m$ nimbus ${argv.join(' ')}\u001b[22m`, ...shown, '']
  })
  const height = 16 * lines.length + 24
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${columns * 7.3 + 32}" height="${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">
<rect width="100%" height="100%" rx="8" fill="#1c2128"/>
${lines.map((line, index) => `<text x="16" y="${24 + index * 16}" fill="#cdd9e5" xml:space="preserve">${spans(line)}</text>`).join('\n')}
</svg>
`
  await Bun.write(join(root, 'docs/images/terminal.svg'), svg)
  console.error(`✓ docs/images/terminal.svg: ${lines.length} lines`)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
