import type { Module } from '../check/module.ts'
import { fail, pass, rootRule } from '../check/rule.ts'

function rootOf(module: Module): Module {
  return module.caller ? rootOf(module.caller.module) : module
}

// Key ids as in the IAM user guide, "Understanding unique ID prefixes". Its own example key is allowed in text.
function credentialOffset(text: string): number | undefined {
  const id = /\b(?:AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}\b/.exec(text)
  const secret = /\bsecret_key\s*=\s*"[A-Za-z0-9/+=]{40}"/.exec(text)
  return id?.index ?? secret?.index
}

export default rootRule({
  id: 'aws-no-hard-coded-credentials',
  title: 'No credentials stand in the code',
  severity: 'critical',
  category: 'security',
  why: 'Whoever can read the repository, or any copy of it, has the credentials.',
  fix: 'Remove the key, revoke it, and let the provider find credentials in its environment.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  check: (root, modules) => {
    for (const { files } of modules.filter((module) => rootOf(module) === root)) {
      for (const { file, text, body } of files) {
        const at = credentialOffset(text)
        if (at === undefined) continue
        const line = text.slice(0, at).split('\n').length
        const position = { line, column: at - text.lastIndexOf('\n', at - 1), offset: at }
        return fail('an AWS access key stands in the code', { file, range: { start: position, end: body.range.end } })
      }
    }
    return pass()
  },
  examples: {
    good: [
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}`,
    ],
    bad: [
      `provider "aws" {
  access_key = "AKIAZ7X3QW5RT9YU2PLK"
}`,
      `provider "aws" {
  secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY0123456789"
}`,
    ],
  },
})
