import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const surroundings = {
  files: ['release-plan.json', 'project.yaml'],
  llm: { agents: [], tools: [], models: ['gpt-4o'] },
}

test.each([
  ['register plan file release-plan.json', ['nimbus.plan-save', { plan: 'release-plan.json' }]],
  ['are there errors in the plan p_q2b6', ['nimbus.plan-validate', { plan: 'p_q2b6' }]],
  ['make p_q2b6 more efficient', ['nimbus.plan-optimize', { plan: 'p_q2b6' }]],
  ['kill task t_a2b3', ['engine.task-cancel', { task: 't_a2b3' }]],
  ['drop task t_a2b3', ['engine.task-cancel', { task: 't_a2b3' }]],
  ['draft a plan for "plan dev"', ['engine.plan', { request: 'plan dev' }]],
  ['untrust this workspace', ['nimbus.trust-remove', {}]],
  ['take away g_h6j7', ['nimbus.grant-remove', { grant: 'g_h6j7' }]],
  ['set the daily cost limit to 5', ['state.config-set', { key: 'safety.max_cost_usd_per_day', value: 5 }]],
] as const)('%s: the verb decides what is done to an id', (request, step) => {
  expect(planned(request, surroundings)).toEqual([step] as never)
})
