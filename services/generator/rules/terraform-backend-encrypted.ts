import { expectTrue } from '../check/expect.ts'
import { rootRule } from '../check/rule.ts'
import { nested } from '../check/view.ts'

export default rootRule({
  id: 'terraform-backend-encrypted',
  title: 'Remote state is encrypted',
  severity: 'high',
  category: 'security',
  why: 'State holds every value of every resource, passwords too.',
  fix: 'Set encrypt = true in the s3 backend.',
  source: 'https://developer.hashicorp.com/terraform/language/backend/s3#encrypt',
  check: (root) => {
    const backends = root.blocks
      .filter(({ block }) => block.type === 'terraform')
      .flatMap((view) => nested(view, 'backend'))
    const s3 = backends.find(({ block }) => block.labels[0] === 's3')
    return s3 && expectTrue(s3, 'encrypt', 'the state is not encrypted')
  },
  examples: {
    good: [
      `terraform {
  backend "s3" {
    bucket  = "state"
    encrypt = true
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
