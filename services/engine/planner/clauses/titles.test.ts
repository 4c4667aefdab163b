import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = { files: ['envs/dev/main.tf', 'envs/production/main.tf'], git: { branch: 'main', branches: ['main'] } }
const costs = ['llm.stats', { by: 'model', format: 'csv' }]

test.each([
  ['FIN-9 export for the spreadsheet\nmodel costs by model as csv', [costs]],
  ['OPS-1 note for the audit\nhistory of the last week', [['state.history-list', { since: '1w' }]]],
])('%s: the title of a ticket orders nothing', (said, steps) => expect(planned(said, here)).toEqual(steps as never))

test.each([
  [
    'INC-12 plan for production\nlist the outputs of dev',
    [
      ['terraform.plan', { directory: 'envs/production' }],
      ['terraform.output', { directory: 'envs/dev' }],
    ],
  ],
  ['OPS-4 vpc for the uploads\nregion Ohio, environment dev', 'generator.terraform'],
])('%s: what gives something is no title', (said, wanted) =>
  typeof wanted === 'string'
    ? expect(JSON.stringify(planned(said, here))).toContain(wanted)
    : expect(planned(said, here)).toEqual(wanted as never),
)
