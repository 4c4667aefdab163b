import { isObject } from '@nimbus/hcl'
import { expectValue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

const secretName = /(PASSWORD|SECRET|TOKEN|API_KEY|PRIVATE_KEY)$/i

export default rule({
  id: 'aws-lambda-no-plain-secrets',
  title: 'Functions hold no secrets in environment variables',
  severity: 'high',
  category: 'security',
  resources: ['aws_lambda_function'],
  why: 'Everyone who may look at the function, and every state file, shows them.',
  fix: 'Store the secret in Secrets Manager and let the function read it.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  check: (lambda) =>
    expectValue(lambda, 'environment.variables', (variables) => {
      const named = Object.entries(isObject(variables) ? variables : {})
      const written = named.filter(
        ([name, value]) => secretName.test(name) && typeof value === 'string' && value !== '',
      )
      return written.length > 0 ? `${written.map(([name]) => name).join(', ')} stands in the code` : undefined
    }),
  examples: {
    good: [
      `resource "aws_lambda_function" "main" {
  environment {
    variables = { TABLE = "t", DB_PASSWORD_ARN = "arn" }
  }
}`,
      `resource "aws_lambda_function" "main" {
  role = "r"
}`,
    ],
    bad: [
      `resource "aws_lambda_function" "main" {
  environment {
    variables = { DB_PASSWORD = "hunter2" }
  }
}`,
    ],
    unknown: [
      `variable "v" {}

resource "aws_lambda_function" "main" {
  environment {
    variables = var.v
  }
}`,
    ],
  },
})
