// Draws docs/images/*.svg from what the commands really print: bun scripts/terminal-picture.ts [name…]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { modelServer } from '@nimbus/testkit/model-server'
import { terminalSvg } from './terminal-svg.ts'

const root = join(import.meta.dir, '..')

/** The commands of each picture, and what is said in it before the first of them is shown. */
const pictures: Readonly<
  Record<string, { before: readonly (readonly string[])[]; shown: readonly (readonly string[])[] }>
> = {
  terminal: {
    before: [],
    shown: [
      ['generate', 'terraform', 'shop.yaml', '--out', 'demo'],
      ['check', 'demo'],
      ['fs', 'write', 'demo/README.md', '--content', 'mine'],
    ],
  },
  llm: {
    before: [['llm', 'config', 'init', '--template', 'cost-optimized']],
    shown: [
      ['llm', 'chat', 'What is a pod?'],
      ['llm', 'route', 'explain', '--task', 'Find the race in the scheduler and prove that the fix holds'],
      ['llm', 'budget'],
      ['llm', 'simulate', '--log', 'usage.jsonl', '--template', 'cost-optimized'],
    ],
  },
}

/** Stands for the providers: the words of the answer are scripted, everything else is what the commands say. */
const answer = {
  text: 'The smallest thing Kubernetes runs: one or more containers that share an address and volumes.',
  usage: { input: 14, output: 21, cachedRead: 0, cachedWrite: 0, reasoning: 0 },
}

const draw = async (name: string, { before, shown }: (typeof pictures)[string]): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'nimbus-picture-'))
  await using server = await modelServer({ otherwise: answer })
  try {
    for (const example of ['shop.yaml', 'usage.jsonl'])
      await Bun.write(join(directory, example), Bun.file(join(root, 'examples', example)))
    const env = {
      ...process.env,
      ...server.env,
      FORCE_COLOR: '1',
      NIMBUS_HOME: join(directory, '.home'),
      NIMBUS_PRINCIPAL: 'you',
    }
    const run = async (argv: readonly string[]): Promise<string> => {
      const command = [process.execPath, join(root, 'apps/nimbus/main.ts'), ...argv]
      const child = Bun.spawn(command, { cwd: directory, env, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
      const said = await Promise.all([child.stdout.text(), child.stderr.text()])
      await child.exited
      return said.join('').trimEnd().replaceAll(directory, '~')
    }
    for (const argv of before) await run(argv)
    const lines: string[] = []
    for (const argv of shown) {
      const words = argv.map((word) => (word.includes(' ') ? `"${word}"` : word))
      lines.push(`\u001b[1m$ nimbus ${words.join(' ')}\u001b[22m`, ...(await run(argv)).split('\n'), '')
    }
    await Bun.write(join(root, `docs/images/${name}.svg`), terminalSvg(lines))
    console.error(`✓ docs/images/${name}.svg: ${lines.length} lines`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const wanted = process.argv.slice(2)
for (const [name, picture] of Object.entries(pictures))
  if (wanted.length === 0 || wanted.includes(name)) await draw(name, picture)
