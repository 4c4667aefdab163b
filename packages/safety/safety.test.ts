import { describe, expect, test } from 'bun:test'
import { type JsonSchema, type Plan, planDigest } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import {
  callKey,
  costOf,
  type During,
  duringCheck,
  limitsFrom,
  mayCost,
  postCheck,
  preCheck,
  type Saved,
  unexpectedEffects,
} from './index.ts'

const output = (cost: boolean): JsonSchema => ({
  type: 'object',
  properties: cost ? { cost: { type: 'integer' } } : {},
})
const model = { openWorld: true, effect: 'read' as const, output: output(true) }
const cloud = { openWorld: true, effect: 'create' as const, output: output(false) }
const local = { openWorld: false, effect: 'delete' as const, output: output(false) }

const codes = ({ findings }: { findings: readonly { code: string; status: string }[] }) =>
  findings.map(({ code, status }) => `${code} ${status}`)

describe('what a call costs', () => {
  test.each([
    ['says it', model, { cost: 250_000_000 }, 0.25],
    ['says nothing, and might', model, {}, 'unknown'],
    ['has made something in a cloud', cloud, { id: 'vpc' }, 'unknown'],
    ['stays on this machine', local, {}, 0],
  ] as const)('that %s', (_, entry, data, cost) => {
    expect(costOf(entry, data)).toBe(cost)
    expect(mayCost(entry)).toBe(cost !== 0)
  })
})

describe('limits', () => {
  const read = (said: Record<string, unknown>) => limitsFrom(async (key) => said[key])

  test('are what the configuration says; nothing is no limit, and 0 is one', async () => {
    expect(await read({ 'safety.max_changes': ' 10 ', 'safety.max_deletions': 0, 'safety.max_minutes': '' })).toEqual({
      changes: 10,
      deletions: 0,
      perDay: {},
    })
    expect(await read({ 'safety.max_cost_usd_per_day': '0.10' })).toEqual({ perDay: { costUsd: 0.1 } })
  })

  test.each(['many', '-1', 'NaN', null, {}])('%p is none, and does not become no limit', async (value) => {
    expect(await failure(read({ 'safety.max_changes': value }))).toMatchObject({ code: 'invalid-setting', exit: 2 })
  })
})

describe('before a plan begins', () => {
  const before = {
    plan: { steps: [], estimates: {} },
    changes: [
      { resource: 'a', effect: 'update' as const },
      { resource: 'a', effect: 'delete' as const },
      { resource: 'b', effect: 'create' as const },
    ],
    unseen: [],
    decisions: [],
    entries: () => model,
    needs: [],
    limits: {},
  }

  test('a resource counts once, by the strongest thing that is done to it', () => {
    expect(codes(preCheck({ ...before, limits: { changes: 2, deletions: 0 } }))).toEqual([
      'blast-radius pass',
      'deletions fail',
    ])
  })

  test('what nobody could look at is unknown, and nothing is said of it without a limit', () => {
    expect(codes(preCheck({ ...before, unseen: ['3'], limits: { changes: 9 } }))).toContain('not-seen unknown')
    expect(codes(preCheck({ ...before, unseen: ['3'] }))).toEqual([])
  })

  test('an operation that nobody knows may cost anything', () => {
    const step = { id: '1', operation: 'gone.now', input: {}, dependsOn: [], effect: 'read' as const, reason: '' }
    const plan = { steps: [step], estimates: {} }
    const check = preCheck({ ...before, plan, entries: () => undefined, limits: { costUsd: 5 } })
    expect(check).toMatchObject({ allowed: false })
    expect(codes(check)).toContain('cost-unknown fail')
  })

  test.each([
    ['by-another', true, 'protected pass'],
    ['by-requester', false, 'protected fail'],
    ['not-yet', true, 'protected unknown'],
  ] as const)('a protected environment, approved %s: allowed %p', (approved, allowed, said) => {
    const check = preCheck({ ...before, protection: { environment: 'production', approved } })
    expect(check.allowed).toBe(allowed)
    expect(codes(check)).toContain(said)
  })

  describe('what has become of a saved plan', () => {
    const body: Plan = {
      version: 1,
      id: 'p_aaaaaaaaaaaaaaaaaaaa',
      digest: '',
      workspace: '/srv/shop',
      steps: [],
      preconditions: {},
      estimates: {},
      decisions: [],
      expires: '2030-01-02T00:00:00.000Z',
    }
    const plan = { ...body, digest: planDigest(body) }
    const approval = { by: 'ada', digest: plan.digest, at: '2030-01-01T00:00:00.000Z' }
    const saved: Saved = {
      stored: { plan, status: 'approved', approval },
      masked: false,
      needless: false,
      workspace: '/srv/shop',
      now: new Date('2030-01-01T00:00:00Z'),
      moved: [],
      refused: [],
    }
    const moved = [{ step: '1', name: 'a.txt', was: 'absent', is: undefined }]
    const waiting = { plan, status: 'waiting' as const }
    test.each<[string, Partial<Saved>, boolean, string[]]>([
      ['as it was approved', {}, true, ['ground pass', 'approved pass']],
      ['nobody has approved', { stored: waiting }, true, ['ground pass', 'not-approved unknown']],
      ['nobody has to approve', { stored: waiting, needless: true }, true, ['ground pass', 'approved pass']],
      ['used', { stored: { plan, status: 'used', approval }, moved }, false, ['plan-used fail']],
      ['refused', { stored: { plan, status: 'refused' } }, false, ['plan-refused fail']],
      ['expired', { now: new Date('2030-01-03T00:00:00Z') }, false, ['plan-expired fail']],
      ['of another place', { workspace: '/srv/other' }, false, ['other-workspace fail']],
      [
        'edited',
        { stored: { ...waiting, plan: { ...plan, intent: 'x' } }, needless: true },
        false,
        ['plan-changed fail', 'approved pass'],
      ],
      [
        'approved as another',
        { stored: { ...saved.stored, approval: { ...approval, digest: 'x' } } },
        false,
        ['plan-changed fail', 'approved pass'],
      ],
      ['with secrets', { masked: true }, true, ['digest-unseen unknown', 'ground pass', 'approved pass']],
      ['whose ground has moved', { moved }, false, ['precondition-changed fail', 'approved pass']],
      [
        'with a step that is refused',
        { refused: [{ step: '1', code: 'not-found', message: 'gone' }] },
        false,
        ['not-found fail', 'approved pass'],
      ],
    ])('%s', (_, change, allowed, said) => {
      const check = preCheck({ ...before, saved: { ...saved, ...change } })
      expect(check.allowed).toBe(allowed)
      expect(codes(check)).toEqual(said)
    })
  })

  test('a program that is missing forbids, one that nobody has looked for is unknown', () => {
    const needs = [
      { kind: 'program' as const, name: 'git', there: true },
      { kind: 'program' as const, name: 'terraform', there: false, install: 'from its site' },
      { kind: 'credential' as const, name: 'aws', there: undefined },
    ]
    expect(codes(preCheck({ ...before, needs }))).toEqual([
      'program pass',
      'program-missing fail',
      'credential-unknown unknown',
    ])
  })
})

describe('while a task runs', () => {
  const key = callKey({ operation: 'fs.write', input: { file: 'a' } })
  const during: During = {
    minutes: 1,
    spent: 0,
    costs: false,
    limits: {},
    unexpected: [],
    calls: [],
    next: key,
  }

  test('the same call for the third time asks', () => {
    expect(duringCheck({ ...during, calls: [key] }).allowed).toBe(true)
    expect(codes(duringCheck({ ...during, calls: [key, 'other', key] }))).toEqual(['as-shown pass', 'same-call fail'])
  })

  test('more than was shown is unexpected: another resource, or a stronger effect', () => {
    const shown = [{ resource: 'a', effect: 'update' as const }]
    const done = [
      { resource: 'a', effect: 'delete' as const },
      { resource: 'b', effect: 'create' as const },
      { resource: 'b', effect: 'update' as const },
      { resource: 'c', effect: 'read' as const },
      { resource: 'nimbus:records/plans/p_a', effect: 'create' as const },
    ]
    const unexpected = unexpectedEffects('1', shown, done)
    expect(unexpected.map(({ message }) => message)).toEqual([
      'step 1 has deleted a, which was not shown',
      'step 1 has changed b, which was not shown',
    ])
    expect(duringCheck({ ...during, unexpected }).allowed).toBe(false)
  })

  test('nothing more is spent on once what was spent is unknown, and free work goes on', () => {
    const spent = { ...during, spent: 'unknown' as const, limits: { costUsd: 0.1 } }
    expect(codes(duringCheck({ ...spent, costs: true }))).toEqual(['cost-unknown fail', 'as-shown pass', 'calls pass'])
    expect(duringCheck(spent).allowed).toBe(true)
  })
})

test('afterwards what nobody has judged or looked at is unknown, and a run without an end is a fault', () => {
  const run = (outcome: 'done' | 'interrupted') => ({ id: `r_${outcome}`, record: { outcome } })
  expect(codes(postCheck({ result: undefined, runs: [run('done')], auditIntact: undefined }))).toEqual([
    'no-result unknown',
    'runs-recorded pass',
    'audit unknown',
  ])
  const result = { verdict: 'partly' as const, evidence: [] }
  expect(codes(postCheck({ result, runs: [run('interrupted')], auditIntact: false }))).toEqual([
    'result fail',
    'runs-recorded fail',
    'audit fail',
  ])
})
