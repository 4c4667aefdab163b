import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = { files: ['README.md'], git: { branches: ['main', 'hotfix'], current: 'main' } }
const deleted = [['git.branch-delete', { name: 'hotfix' }]]

test('what bears the name of a branch, and is called nothing else, is asked for its kind before it is deleted', () =>
  expect(planned('delete hotfix', here)).toBe('ask'))

test('a kind that is said is not asked for', () => expect(planned('delete the branch hotfix', here)).toEqual(deleted))

test('a kind that was just looked at is not asked for', () =>
  expect(planned(['which branches are there', 'delete hotfix'], here)).toEqual(deleted))
