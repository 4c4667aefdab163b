import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test('reads lists and bare values behind flags', () => {
  expect(
    planned('generate terraform --with vpc,s3 --region eu-west-1 --environments dev,test --name campus --out platform'),
  ).toEqual([
    [
      'generator.terraform',
      { with: ['vpc', 's3'], region: 'eu-west-1', environments: ['dev', 'test'], name: 'campus', out: 'platform' },
    ],
  ])
  expect(planned('list runs --limit 3 --since 2d')).toEqual([['state.history-list', { limit: 3, since: '2d' }]])
})

test('asks about a flag and a value that nothing takes', () => {
  expect(planned('git log --frobnicate 3')).toBe('ask')
  expect(planned('terraform plan --directory envs/dev --out foo', { files: ['envs/dev/main.tf'] })).toBe('ask')
})
