import { type Evaluated, isObject } from '@nimbus/hcl'
import type { View } from '../check/module.ts'
import { fail, pass, rootRule } from '../check/rule.ts'
import { nested, read } from '../check/view.ts'

function providerNames({ block }: View): string[] {
  const [type = ''] = block.labels
  if (block.type === 'provider') return [type]
  // The built-in provider comes with Terraform.
  return block.type === 'resource' && !type.startsWith('terraform_') ? [type.split('_')[0] ?? type] : []
}

// "~> 5.1", "5.1.0" and "< 6.0" have an upper end; ">= 4.0" alone has none.
function isPinned(requirement: Evaluated | undefined): boolean {
  const version = isObject(requirement) ? requirement.version : requirement
  return typeof version === 'string' && /~>|<|^\s*=?\s*\d/.test(version)
}

export default rootRule({
  id: 'terraform-providers-pinned',
  title: 'Provider versions are pinned',
  severity: 'medium',
  category: 'operations',
  why: 'The next init may take a new major version that changes or replaces resources.',
  fix: 'State source and version for each provider in required_providers, for example "~> 5.100".',
  source: 'https://developer.hashicorp.com/terraform/language/providers/requirements',
  check: (root) => {
    const used = new Set(root.blocks.flatMap(providerNames))
    if (used.size === 0) return undefined
    const lists = root.blocks
      .filter(({ block }) => block.type === 'terraform')
      .flatMap((view) => nested(view, 'required_providers'))
    const loose = [...used].filter((name) => !lists.some((list) => isPinned(read(list, name)))).sort()
    return loose.length === 0 ? pass() : fail(`no version is pinned for ${loose.join(', ')}`, lists[0])
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
    bad: [
      `provider "aws" {}`,
      `terraform {
  required_version = ">= 1.10"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 4.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}`,
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}`,
    ],
  },
})
