// Draws docs/images/chat*.svg from what a chat at a real terminal shows while keys are typed: bun scripts/chat-picture.ts
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AtTerminal, atTerminal, keys } from '@nimbus/testkit/at-terminal'
import { type Answer, modelServer } from '@nimbus/testkit/model-server'
import type { TerminalScreen } from '@nimbus/testkit/terminal-screen'
import { columns, terminalSvg } from './terminal-svg.ts'

const root = join(import.meta.dir, '..')

/** What a model says that wants a command run. */
const calls = (command: string, input: unknown) => ({
  toolCalls: [{ name: 'call_operation', input: { operation: command.replace(' ', '.'), input } }],
})

/** Whether nothing is being done any more. */
const idle = (screen: TerminalScreen) => !screen.visible().some((line) => line.includes('(Esc interrupts)'))

/** One picture: what the model says, and what a person types and waits for. */
interface Scene {
  answers: readonly Answer[]
  argv: readonly string[]
  act: (terminal: AtTerminal, say: (text: string) => void) => Promise<void>
}

const scenes: Readonly<Record<string, Scene>> = {
  chat: {
    argv: ['--model', 'gpt-4o'],
    answers: [
      { text: 'Let me look. ', ...calls('fs read', { file: 'shop.yaml' }) },
      {
        text: '**shop** asks for:\n\n- a VPC with `3` zones\n- an EKS cluster and a Postgres database\n\nOnly the zones are a matter of taste.',
        usage: { input: 2400, output: 60 },
      },
      calls('fs write', { file: 'README.md', content: '# shop\n\nThree zones, one cluster, one database.\n' }),
      { text: 'The README says so now.', usage: { input: 2600, output: 20 } },
    ],
    async act(terminal, say) {
      say('What does shop.yaml ask for?')
      await terminal.until('matter of taste')
      say('Say so in the README')
      await terminal.until('Go ahead? [y/N]')
      say('y')
      await terminal.until('The README says so now.')
      terminal.type(keys.ctrl('o'))
      await terminal.until('▾')
    },
  },
  'chat-offline': {
    argv: [],
    answers: [],
    async act(terminal, say) {
      say('show me shop.yaml')
      await terminal.until('✓ ○ read')
      await terminal.until(idle)
      say('delete README.md')
      await terminal.until('nothing has been done')
      await terminal.until(idle)
      say('/apply')
      await terminal.until('Type README.md to go ahead:')
      say('README.md')
      await terminal.until('✓ achieved')
    },
  },
}

const draw = async (name: string, { answers, argv, act }: Scene): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'nimbus-picture-'))
  try {
    await using server = await modelServer()
    server.script(...answers)
    await Bun.write(join(directory, 'shop.yaml'), Bun.file(join(root, 'examples/shop.yaml')))
    await Bun.write(join(directory, 'README.md'), '# shop\n')
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: directory,
      OLLAMA_HOST: 'http://127.0.0.1:9',
      ...(answers.length > 0 ? server.env : {}),
      NIMBUS_HOME: join(directory, '.home'),
      NIMBUS_WORKSPACE: directory,
      NIMBUS_PRINCIPAL: 'you',
    }
    const command = [process.execPath, join(root, 'apps/nimbus/main.ts'), 'chat', ...argv]
    await using terminal = atTerminal(command, { cwd: directory, env, columns: columns - 4, rows: 60 })
    await terminal.until('›')
    await act(terminal, (text) => terminal.type(`${text}${keys.enter}`))
    const lines = [`\u001b[1m$ nimbus chat\u001b[0m`, ...terminal.screen.styled()]
    await Bun.write(join(root, `docs/images/${name}.svg`), terminalSvg(lines))
    console.error(`✓ docs/images/${name}.svg: ${lines.length} lines`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

for (const [name, scene] of Object.entries(scenes)) await draw(name, scene)
