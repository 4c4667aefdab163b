import { expectTrue } from '../check/expect.ts'
import { pass, rootRule } from '../check/rule.ts'
import { nested, read } from '../check/view.ts'

export default rootRule({
  id: 'terraform-backend-locked',
  title: 'Remote state is locked while it changes',
  severity: 'high',
  category: 'reliability',
  why: 'Two applies at once write over each other and orphan what one of them made.',
  fix: 'Set use_lockfile = true in the s3 backend.',
  source: 'https://developer.hashicorp.com/terraform/language/backend/s3#state-locking',
  check: (root) => {
    const backends = root.blocks
      .filter(({ block }) => block.type === 'terraform')
      .flatMap((view) => nested(view, 'backend'))
    const s3 = backends.find(({ block }) => block.labels[0] === 's3')
    if (!s3) return undefined
    return read(s3, 'dynamodb_table') === undefined ? expectTrue(s3, 'use_lockfile', 'the state is not locked') : pass()
  },
  examples: {
    good: [
      `terraform {
  backend "s3" {
    bucket       = "state"
    use_lockfile = true
  }
}`,
      `terraform {
  backend "s3" {
    bucket         = "state"
    dynamodb_table = "locks"
  }
}`,
    ],
    bad: [
      `terraform {
  backend "s3" {
    bucket = "state"
  }
}`,
    ],
  },
})
