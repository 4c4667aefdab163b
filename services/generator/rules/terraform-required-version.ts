import { fail, pass, rootRule } from '../check/rule.ts'
import { read } from '../check/view.ts'

export default rootRule({
  id: 'terraform-required-version',
  title: 'The Terraform version is stated',
  severity: 'medium',
  category: 'operations',
  why: 'A newer version may change state in a way older ones cannot read.',
  fix: 'Set required_version in a terraform block, for example ">= 1.10".',
  source: 'https://developer.hashicorp.com/terraform/language/block/terraform#required_version',
  check: (root) => {
    if (
      !root.blocks.some(
        ({ block }) => block.type === 'provider' || block.type === 'resource' || block.type === 'module',
      )
    )
      return undefined
    const settings = root.blocks.filter(({ block }) => block.type === 'terraform')
    return settings.some((view) => read(view, 'required_version') !== undefined)
      ? pass()
      : fail('no terraform block sets required_version')
  },
  examples: {
    good: [
      `terraform {
  required_version = ">= 1.10"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}`,
    ],
    bad: [`provider "aws" {}`],
  },
})
