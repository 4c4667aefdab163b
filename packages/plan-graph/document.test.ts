import { expect, test } from 'bun:test'
import type { Plan } from '@nimbus/kernel'
import { documentOf, PlanDocument } from './document.ts'
import { readPlan, sealed } from './read-plan.ts'
import { boxes, now } from './test-plans.ts'

/** With everything that may be left out, at every depth, so that no field can be added without being asked for here. */
type Whole<Part> = Part extends readonly (infer Each)[]
  ? Whole<Each>[]
  : Part extends object
    ? { [Name in keyof Part]-?: Whole<NonNullable<Part[Name]>> }
    : Part

const whole: Whole<Omit<Plan, 'preconditions' | 'toolVersions'>> &
  Pick<Required<Plan>, 'preconditions' | 'toolVersions'> = {
  version: 1,
  id: 'p_aaaaaaaaaaaaaaaaaaaa',
  digest: '',
  request: 'put a and look',
  intent: 'put',
  plannedBy: 'gpt-4o',
  workspace: '/srv/shop',
  environment: 'dev',
  steps: [
    {
      id: '1',
      operation: 'box.put',
      input: { box: 'a', value: 'v' },
      dependsOn: [],
      effect: 'update',
      reason: 'it is wanted',
      expect: 'changes one box',
      retry: { attempts: 2 },
      timeoutMs: 1000,
      asserts: [{ pointer: '/box', equals: 'a' }],
    },
  ],
  preconditions: { a: 'absent' },
  estimates: { durationMs: 12, runs: 3, costUsd: 0.1 },
  risks: ['step 1 cannot be undone: it is gone'],
  toolVersions: { git: '2.50.0' },
  onFailure: 'roll-back',
  decisions: [
    {
      step: '1',
      decide: 'ask',
      rule: 'house',
      changes: [{ resource: 'box:a', effect: 'create', summary: 'Put', diff: '+v', unedited: true }],
      irreversible: 'it is gone',
    },
  ],
  expires: '2030-01-02T00:00:00.000Z',
}

test('a document has all of a plan, and is read as that plan', () => {
  const plan = sealed(whole)
  const document = documentOf(plan)
  expect<unknown>(PlanDocument.parse(document)).toEqual(plan)
  expect(readPlan(JSON.stringify(document), boxes, { workspace: '/srv/other', now }).plan).toEqual(plan)
})
