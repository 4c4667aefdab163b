import { expect, test } from 'bun:test'
import { undictated } from './dictated.ts'

test.each([
  ['a database in u s west two', 'a database in us-west-2'],
  ['EU central one, please', 'eu-central-1, please'],
  ['a p southeast 2 or us-east-1', 'ap-southeast-2 or us-east-1'],
  ['the variable instance underscore count equals four', 'the variable instance_count=4'],
  ['with the variable region equals oregon', 'with the variable region=oregon'],
  ['read docs slash guide dot md', 'read docs/guide.md'],
  ['what is in dot env', 'what is in .env'],
  ['terraform plan dash dash drift', 'terraform plan --drift'],
])('%s is written %s', (said, written) => expect(undictated(said)).toBe(written))

test.each([
  'commit with the message "two equals four"',
  'the test equals the other',
  'us and them, east of two rivers',
  'connect the dots',
])('%s says no sign', (request) => expect(undictated(request)).toBe(request))
