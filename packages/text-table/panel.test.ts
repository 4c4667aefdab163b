import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { drawPanel } from './index.ts'

test('frames lines under a title, with a rule between groups', () => {
  const sections = [['one', 'three'], [], ['日本']]
  expect(drawPanel({ title: 'counts', sections, hang: 2 }, 80).split('\n')).toEqual([
    '╭─ counts ╮',
    '│ one     │',
    '│ three   │',
    '├─────────┤',
    '│ 日本    │',
    '╰─────────╯',
  ])
})

test('goes on below in a line that does not fit, indented, and breaks a word that is longer than any row', () => {
  const sections = [[`why    because ${'it '.repeat(12)}is`, 'x'.repeat(50)]]
  expect(drawPanel({ title: 'reasons', sections, hang: 7 }, 40).split('\n')).toEqual([
    '╭─ reasons ────────────────────────────╮',
    '│ why    because it it it it it it it  │',
    '│        it it it it it is             │',
    `│ ${'x'.repeat(36)} │`,
    `│        ${'x'.repeat(14)}                │`,
    '╰──────────────────────────────────────╯',
  ])
})

test('every row is as wide as the others, fits the columns, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '日', ' ', '-', '\t'), maxLength: 120 }))),
      fc.integer({ min: 40, max: 120 }),
      (sections, columns) => {
        const rows = drawPanel({ title: 'any', sections, hang: 4 }, columns).split('\n')
        expect(new Set(rows.map((row) => Bun.stringWidth(row))).size).toBe(1)
        expect(Bun.stringWidth(rows[0] ?? '')).toBeLessThanOrEqual(columns)
        const said = rows.filter((row) => row.startsWith('│')).join('')
        expect(said.replaceAll(/[│\s]/g, '')).toBe(sections.flat().join('').replaceAll(/\s/g, ''))
      },
    ),
  )
})
