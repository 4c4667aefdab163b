import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readYaml } from './yaml-file.ts'

const readText = async (text: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-yaml-'))
  try {
    const path = join(folder, 'config.yaml')
    writeFileSync(path, text)
    const { value, problem } = await readYaml(path)
    return problem ? { why: problem.why, at: problem.at?.slice(folder.length + 1) } : { value }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const numbered = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('')

test('a key given twice is said with its place', async () => {
  expect(await readText('a:\n  b: 1\n  "b": 2\n')).toEqual({ why: 'the key is given twice', at: 'config.yaml:3:3' })
})

/** How much longer four times as much takes: 4 where time follows the length, 16 where it follows its square. */
const growth = async (text: (count: number) => string, count: number): Promise<number> => {
  const time = async (of: number): Promise<number> => {
    const times: number[] = []
    for (let n = 0; n < 3; n++) {
      const start = performance.now()
      await readText(text(of))
      times.push(performance.now() - start)
    }
    return Math.min(...times)
  }
  return (await time(4 * count)) / (await time(count))
}

test.each<[string, (count: number) => string]>([
  ['many keys', (count) => numbered(count, (i) => `key${i}: 1\n`)],
  ['brackets within brackets', (count) => '['.repeat(count) + ']'.repeat(count)],
  ['an ordered map', (count) => `!!omap\n${numbered(count, (i) => `- key${i}: 1\n`)}`],
  ['many aliases', (count) => numbered(count, (i) => `- &a${i} x\n- *a${i}\n`)],
])('%s take no more time than their length', async (_, text) => expect(await growth(text, 1000)).toBeLessThan(11))

test('aliases are followed, as far as a person would write them', async () => {
  expect(await readText('a: &x [1]\nb: *x\n')).toEqual({ value: { a: [1], b: [1] } })
  expect(await readText(numbered(501, (i) => `- &a${i} x\n- *a${i}\n`))).toMatchObject({
    why: 'it has more than 1000 anchors and aliases',
  })
})
