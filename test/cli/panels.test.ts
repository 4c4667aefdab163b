import { expect, test } from 'bun:test'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'
import { atTerminal } from '@nimbus/testkit/at-terminal'

const budgets = 'policies: { daily_budget_usd: 0.02, monthly_budget_usd: 1, limit: { type: hard } }\n'
const env = { ANTHROPIC_API_KEY: 'sk-ant-api03-test-0123456789', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' }
const explain = ['llm', 'route', 'explain', 'Rename this variable to camel case']

const place = () => workspace({ '.nimbus/llm.yaml': budgets }, { env })

/** What a command leaves on a screen, without empty lines. */
const shown = async (
  ws: TestWorkspace,
  argv: readonly string[],
  { columns = 100, more = {} }: { columns?: number; more?: Record<string, string> } = {},
): Promise<string[]> => {
  const { NO_COLOR: _, ...around } = ws.env
  await using terminal = atTerminal([...product().command, ...argv], {
    cwd: ws.path,
    env: { ...around, ...more },
    columns,
  })
  expect(await terminal.exited).toBe(0)
  return terminal.screen.all().filter((line) => line.trim() !== '')
}

const widths = (lines: readonly string[]) => new Set(lines.map((line) => Bun.stringWidth(line)))

test('budgets at a terminal stand in a frame, each with its bar and what happens next', async () => {
  await using ws = await place()
  await ws.call('nimbus.trust-add', {})
  const lines = await shown(ws, ['llm', 'budget'])
  expect(lines[0]).toMatch(/^╭─ budgets ─+╮$/)
  expect(lines.at(-1)).toMatch(/^╰─+╯$/)
  expect(lines.join('\n')).toMatch(
    /│ today +░{20} +0 % +\$0\.00 of \$0\.020 +│\n│ +left \$0\.020 · resets in .+ · refuses/,
  )
  expect(widths(lines).size).toBe(1)
})

test('a route at a terminal stands in a frame, and folds into a narrow one', async () => {
  await using ws = await place()
  for (const columns of [160, 48]) {
    const lines = await shown(ws, explain, { columns })
    expect(lines[0]).toMatch(/^╭─ route ─+╮$/)
    expect(lines[1]).toMatch(/^│ anthropic\/claude-haiku-5-5 would answer,/)
    expect(lines.filter((line) => line.startsWith('├'))).not.toBeEmpty()
    const [width = 0, ...others] = widths(lines)
    expect(others).toEqual([])
    expect(width).toBeLessThanOrEqual(columns)
  }
})

test('where nothing may be drawn, or there is no room, both are plain lines', async () => {
  await using ws = await place()
  for (const argv of [['llm', 'budget'], explain]) {
    for (const how of [{ more: { NO_COLOR: '1' } }, { columns: 30 }])
      expect((await shown(ws, argv, how)).join('')).not.toMatch(/[╭│╰]/)
    expect((await ws.cli(argv)).stdout).not.toMatch(/[╭│╰]/)
  }
})
