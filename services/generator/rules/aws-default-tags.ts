import { expectSet } from '../check/expect.ts'
import { gravest, rootRule } from '../check/rule.ts'

export default rootRule({
  id: 'aws-default-tags',
  title: 'Everything is tagged',
  severity: 'low',
  category: 'tagging',
  why: 'Without tags nobody knows whose a resource is or what it costs.',
  fix: 'Set default_tags in the aws provider.',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
  check: (root) => {
    const providers = root.blocks.filter(({ block }) => block.type === 'provider' && block.labels[0] === 'aws')
    if (providers.length === 0) return undefined
    return gravest(
      providers.map((provider) => expectSet(provider, 'default_tags.tags', 'the provider sets no default tags')),
    )
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
  default_tags {
    tags = { team = "platform" }
  }
}`,
    ],
    bad: [
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
    unknown: [
      `variable "tags" {}

terraform {
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
  default_tags {
    tags = var.tags
  }
}`,
    ],
  },
})
