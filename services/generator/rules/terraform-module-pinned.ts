import { scalarText } from '@nimbus/hcl'
import { fail, pass, rootRule } from '../check/rule.ts'
import { read } from '../check/view.ts'

export default rootRule({
  id: 'terraform-module-pinned',
  title: 'Modules from elsewhere are pinned',
  severity: 'medium',
  category: 'operations',
  why: 'The next init may take other code than the one that was reviewed.',
  fix: 'State version for registry modules and ?ref=<tag or commit> for git ones.',
  source: 'https://developer.hashicorp.com/terraform/language/modules/sources',
  check: (root) => {
    const calls = root.blocks.filter(({ block }) => block.type === 'module')
    const remote = calls.filter((call) => !/^\.\.?\//.test(scalarText(read(call, 'source')) ?? './'))
    if (remote.length === 0) return undefined
    const loose = remote.find(
      (call) => read(call, 'version') === undefined && !/[?&]ref=/.test(scalarText(read(call, 'source')) ?? ''),
    )
    return loose ? fail(`module.${loose.block.labels[0] ?? ''} is not pinned to a version`, loose) : pass()
  },
  examples: {
    good: [
      `module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.0"
}`,
      `module "a" {
  source = "git::https://example.com/a.git?ref=v1.2.0"
}`,
    ],
    bad: [
      `module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}`,
    ],
  },
})
