import { expectTrue } from '../check/expect.ts'
import { gravest, rootRule } from '../check/rule.ts'

export default rootRule({
  id: 'terraform-sensitive-variables',
  title: 'Variables that hold secrets are marked sensitive',
  severity: 'medium',
  category: 'security',
  why: 'Plans print the values of variables that are not marked, also in CI logs.',
  fix: 'Add sensitive = true to the variable.',
  source: 'https://developer.hashicorp.com/terraform/language/values/variables#suppressing-values-in-cli-output',
  check: (root) => {
    const variables = root.blocks.filter(
      ({ block }) =>
        block.type === 'variable' && /(^|_)(password|secret|token|api_key|private_key)$/.test(block.labels[0] ?? ''),
    )
    return gravest(
      variables.map((variable) =>
        expectTrue(variable, 'sensitive', `var.${variable.block.labels[0] ?? ''} is not marked sensitive`),
      ),
    )
  },
  examples: {
    good: [
      `variable "db_password" {
  type = string
  sensitive = true
}`,
    ],
    bad: [
      `variable "db_password" {
  type = string
}`,
    ],
  },
})
