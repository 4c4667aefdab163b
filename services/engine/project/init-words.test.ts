import { expect, test } from 'bun:test'
import { planned } from '../planner/testing.ts'

test.each([
  "set up nimbus here, but don't write my cloud accounts into the file",
  'look at the project but not at my machine',
  'scan project, hands off my kubeconfig',
  'scan this project only, nothing from the laptop itself',
  'please have a look around the project, but my personal kube contexts must not end up in the file',
])('%s: leaves out what is on the machine', (request) =>
  expect(planned(request)).toEqual([['engine.init', { machine: false }]]),
)
