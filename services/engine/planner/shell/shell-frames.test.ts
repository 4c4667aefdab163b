import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { planConversation } from '../plan-conversation.ts'
import { vocabularyOf } from '../words/vocabulary.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)
const surroundings = {
  files: ['README.md', 'src/app.ts', 'docs/guide.md', 'envs/dev/main.tf', 'envs/production/main.tf'],
  git: { branches: ['main', 'hotfix'] },
}

const outcome = (request: string): string => {
  const found = planConversation([request], surroundings, vocabulary)
  if (found.kind !== 'plan') return found.kind
  return found.steps.map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`).join(' → ')
}

test.each([
  ['git diff --cached', 'git.diff {"staged":true}'],
  ['git diff main..hotfix -- src', 'git.diff {"paths":["src"],"from":"main","to":"hotfix"}'],
  ['git log main..hotfix', 'git.log {"from":"hotfix","until":"main"}'],
  ['git log --oneline -5', 'git.log {"limit":5}'],
  ["git commit -am 'Open port'", 'git.commit {"message":"Open port","all":true}'],
  ['git checkout -b fix/cors', 'git.branch-create {"name":"fix/cors"} → git.checkout {"ref":"fix/cors"}'],
  ['git branch -D hotfix', 'git.branch-delete {"name":"hotfix","force":true}'],
  ['cat README.md docs/guide.md', 'fs.read {"file":"README.md"} → fs.read {"file":"docs/guide.md"}'],
  ['head -n 20 src/app.ts', 'fs.read {"file":"src/app.ts","lines":20}'],
  ['grep -rniE "a|b" src', 'fs.search {"pattern":"a|b","path":"src","regex":true,"ignoreCase":true}'],
  ['diff README.md docs/guide.md', 'fs.diff {"file":"README.md","other":"docs/guide.md"}'],
  ['terraform -chdir=envs/dev plan -out=dev.tfplan', 'terraform.plan {"directory":"envs/dev","out":"dev.tfplan"}'],
  ['cd envs/dev && tf validate', 'terraform.validate {"directory":"envs/dev"}'],
  ['make fmt validate ENV=dev', 'terraform.fmt {"directory":"envs/dev"} → terraform.validate {"directory":"envs/dev"}'],
  ['could you run `git status -sb` please?', 'git.status {}'],
])('%s is read as a shell would', (line, steps) => expect(outcome(line)).toBe(steps))

test.each([
  ['git commit --amend', 'ask'],
  ['git reset --hard HEAD~1', 'ask'],
  ['rm -rf docs', 'ask'],
  ['terraform apply dev -auto-approve', 'ask'],
  ['cd docs; cat guide.md', 'ask'],
  ['cat README.md | wc -l', 'refuse'],
  ['git log > log.txt', 'refuse'],
  ['echo "rolled back" >> docs/guide.md', 'refuse'],
  ['git push --force', 'refuse'],
  ['git stash drop', 'refuse'],
  ['terraform state rm aws_s3_bucket.assets', 'refuse'],
  ['kubectl get pods -n shop', 'refuse'],
  ['git diff --cached && npm test', 'refuse'],
])('%s does more than any operation, and is no plan', (line, kind) => expect(outcome(line)).toBe(kind))

test('what only begins like a command is prose', () => {
  expect(outcome('git history of README.md')).toBe('git.log {"paths":["README.md"]}')
  expect(outcome('cat the readme')).toStartWith('fs.read')
})

test.each([
  ['nimbus git branch delete hotfix --force', 'git.branch-delete {"name":"hotfix","force":true}'],
  ['nimbus artifact delete a_z2y3', 'state.artifact-delete {"id":"a_z2y3"}'],
  ['nimbus history --limit 5', 'state.history-list {"limit":5}'],
  ['nimbus history note "rotated the keys"', 'state.history-note {"summary":"rotated the keys"}'],
])('%s is a command of this program', (line, step) => expect(outcome(line)).toBe(step))

test('what is no whole command of this program is said in words', () => {
  expect(outcome('nimbus config set log.level info')).toBe('state.config-set {"key":"log.level","value":"info"}')
  expect(outcome('nimbus artifact delete')).toBe('ask')
  expect(outcome('nimbus git branch delete everything')).toBe('ask')
})
