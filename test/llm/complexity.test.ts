import { expect, test } from 'bun:test'
import { complexityOf } from '../../services/llm/routing/complexity.ts'

const levels = ['hard', 'moderate', 'simple'] as const
type Level = (typeof levels)[number]
type Tasks = Readonly<Record<Level, readonly string[]>>

const read = async (name: string): Promise<Tasks> =>
  Bun.YAML.parse(await Bun.file(`${import.meta.dir}/complexity/${name}.yaml`).text()) as Tasks

/** How many tasks of each level were taken for which. */
const confusion = (tasks: Tasks) =>
  Object.fromEntries(
    levels.map((level) => {
      const taken = tasks[level].map((text) => complexityOf(text).level)
      return [level, Object.fromEntries(levels.map((as) => [as, taken.filter((each) => each === as).length]))]
    }),
  ) as Record<Level, Record<Level, number>>

const table = (name: string, found: ReturnType<typeof confusion>): string =>
  [`${name}: rows are, columns are taken for ${levels.join(', ')}`]
    .concat(
      levels.map((level) => `  ${level.padEnd(9)}${levels.map((as) => String(found[level][as]).padStart(4)).join('')}`),
    )
    .join('\n')

test('hard tasks of the open part are not taken for simple ones, and few simple ones for hard', async () => {
  const tasks = await read('open')
  const found = confusion(tasks)
  console.log(table('open', found))
  expect(tasks.hard.filter((text) => complexityOf(text).level === 'simple')).toEqual([])
  expect(tasks.simple.filter((text) => complexityOf(text).level === 'hard')).toEqual([])
  expect(found.hard.hard).toBeGreaterThanOrEqual(Math.ceil(0.7 * tasks.hard.length))
})

test('of the held-out part the figures are printed, and hard ones are seldom taken for simple', async () => {
  const tasks = await read('held-out')
  const found = confusion(tasks)
  console.log(table('held out', found))
  expect(found.hard.simple).toBeLessThanOrEqual(Math.floor(0.1 * tasks.hard.length))
})
