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

/** What takes the square of its length takes half a minute and more for these, and what follows it a second or two. */
const patience = 15_000

test.each<[string, string]>([
  ['many keys', numbered(40_000, (i) => `key${i}: 1\n`)],
  ['brackets within brackets', '['.repeat(4000) + ']'.repeat(4000)],
  ['an ordered map', `!!omap\n${numbered(20_000, (i) => `- key${i}: 1\n`)}`],
  ['many aliases', numbered(10_000, (i) => `- &a${i} x\n- *a${i}\n`)],
])(
  '%s take no more time than their length',
  async (_, text) => {
    const start = performance.now()
    await readText(text)
    expect(performance.now() - start).toBeLessThan(patience)
  },
  60_000,
)

test('aliases are followed, as far as a person would write them', async () => {
  expect(await readText('a: &x [1]\nb: *x\n')).toEqual({ value: { a: [1], b: [1] } })
  expect(await readText(numbered(501, (i) => `- &a${i} x\n- *a${i}\n`))).toMatchObject({
    why: 'it has more than 1000 anchors and aliases',
  })
})
