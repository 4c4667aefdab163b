import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['README.md', 'envs/dev/main.tf', 'envs/production/main.tf'],
  project: { name: 'shop', region: 'eu-central-1' },
}

test.each(['restrt the prod database', 'rebot the dev cluster', 'print the sensitive outputs of production unmasked'])(
  '%s: is no other order',
  (request) => expect(planned(request, here)).toBeString(),
)

test.each(['pls delet README.md', 'delet README.md', 'remov README.md please'])('%s: deletes nothing', (request) =>
  expect(planned(request, here)).toBe('ask'),
)
