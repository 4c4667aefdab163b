import { expect, test } from 'bun:test'
import { diffPlans } from './diff-plans.ts'
import { mermaidOf } from './mermaid.ts'
import { treeOf } from './plan-lines.ts'
import { from, planOfSteps, step } from './test-plans.ts'

const put = (id: string, box: unknown, dependsOn: readonly string[] = [], value: unknown = 'v') =>
  step(id, 'box.put', { box, value }, dependsOn)

test('a tree shows what comes after what, with marks and where values come from', () => {
  const lines = treeOf(
    planOfSteps([
      put('1', 'a'),
      step('2', 'box.get', { box: from('1', '/box') }, ['1']),
      put('3', 'with space', ['1']),
      put('4', 'd', ['2', '3']),
    ]),
  )
  expect(lines).toEqual([
    ' 1  ~ update  box.put  box=a value=v',
    '    ├─ 2  ✓ read    box.get  box=← 1.box',
    '    └─ 3  ~ update  box.put  box="with space" value=v',
    '       └─ 4  ~ update  box.put  box=d value=v  (after 2)',
  ])
})

test('a long chain is drawn as a list after a while', () => {
  const lines = treeOf(planOfSteps(Array.from({ length: 1500 }, (_, i) => put(`${i}`, 'a', i ? [`${i - 1}`] : []))))
  expect(lines).toHaveLength(1500)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120)
})

test('text of a plan cannot imitate another line, in a tree or in a graph', () => {
  const plan = planOfSteps([
    { ...put('1', 'a\n 2  + create  x.y'), reason: '"]:::read; click s1 "https://x" \u001b[2J' },
  ])
  expect(treeOf(plan)).toHaveLength(1)
  const graph = mermaidOf(plan)
  expect(graph.split('\n').filter((line) => line.includes('click'))).toHaveLength(1)
  expect(graph).not.toContain('"https')
  expect(graph).not.toContain('\u001b')
})

test('a graph has an arrow for every dependency, which says what it carries', () => {
  const graph = mermaidOf(planOfSteps([put('1', 'a'), put('2', from('1', '/box'), ['1'])]))
  expect(graph).toStartWith('flowchart TD\n')
  expect(graph).toContain('  s1["1 · box.put<br/>step 1"]:::update\n')
  expect(graph).toContain('  s1 -->|"box"| s2\n')
})

test('plans are compared by what their steps do, not by what they are called', () => {
  const a = planOfSteps([put('1', 'a'), put('2', from('1', '/box'), ['1'])])
  const renamed = planOfSteps([put('x', 'a'), put('y', from('x', '/box'), ['x'])])
  expect(diffPlans(a, a)).toEqual({ same: true, plan: [], added: [], removed: [], changed: [] })
  const { changed, added, removed } = diffPlans(a, renamed)
  expect({ added, removed }).toEqual({ added: [], removed: [] })
  expect(changed.map(({ id, was, parts }) => [id, was, parts.map(({ part }) => part)])).toEqual([
    ['x', '1', ['reason']],
    ['y', '2', ['reason']],
  ])
})

test('a difference names the part with both values', () => {
  const a = planOfSteps([put('1', 'a'), put('2', 'b')])
  const b = planOfSteps([put('1', 'z'), step('3', 'box.get', { box: 'a' })], { environment: 'dev' })
  expect(diffPlans(a, b)).toEqual({
    same: false,
    plan: [{ part: 'environment', after: 'dev' }],
    added: [{ id: '3', operation: 'box.get', effect: 'read' }],
    removed: [{ id: '2', operation: 'box.put', effect: 'update' }],
    changed: [
      {
        id: '1',
        operation: 'box.put',
        parts: [{ part: 'input', before: { box: 'a', value: 'v' }, after: { box: 'z', value: 'v' } }],
      },
    ],
  })
})

test.each([{ asserts: [{ pointer: '/box', equals: 'b' }] }, { timeoutMs: 60_000 }, { retry: { attempts: 2 } }])(
  'plans that differ in %j alone are not the same',
  (own) => {
    const { same, changed } = diffPlans(planOfSteps([put('1', 'a')]), planOfSteps([{ ...put('1', 'a'), ...own }]))
    expect({ same, parts: changed.map(({ parts }) => parts.map(({ part }) => part)) }).toEqual({
      same: false,
      parts: [Object.keys(own)],
    })
  },
)
