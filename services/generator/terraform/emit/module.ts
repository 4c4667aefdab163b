import { attribute, block, printHcl } from '@nimbus/hcl'
import eksOutputs from '../module/eks.outputs.tf' with { type: 'text' }
import eks from '../module/eks.tf' with { type: 'text' }
import eksVariables from '../module/eks.variables.tf' with { type: 'text' }
import kmsOutputs from '../module/kms.outputs.tf' with { type: 'text' }
import kms from '../module/kms.tf' with { type: 'text' }
import logsVariables from '../module/logs.variables.tf' with { type: 'text' }
import main from '../module/main.tf' with { type: 'text' }
import mainVariables from '../module/main.variables.tf' with { type: 'text' }
import networkOutputs from '../module/network.outputs.tf' with { type: 'text' }
import network from '../module/network.tf' with { type: 'text' }
import networkVariables from '../module/network.variables.tf' with { type: 'text' }
import rdsOutputs from '../module/rds.outputs.tf' with { type: 'text' }
import rds from '../module/rds.tf' with { type: 'text' }
import rdsVariables from '../module/rds.variables.tf' with { type: 'text' }
import s3Outputs from '../module/s3.outputs.tf' with { type: 'text' }
import s3 from '../module/s3.tf' with { type: 'text' }
import s3Variables from '../module/s3.variables.tf' with { type: 'text' }
import type { ComponentName } from '../spec/schema.ts'
import type { EmittedFile } from './file.ts'

/** What a component brings to the module: its own file, its variable, its outputs, the keys it needs. */
type Part = {
  readonly file: string
  readonly resources: string
  readonly variables: string
  readonly outputs: string
  /** KMS keys by purpose; the words end up in the key's description. */
  readonly keys: Readonly<Record<string, string>>
}

const logs = { logs: 'log groups' }

const parts: Readonly<Record<ComponentName, Part>> = {
  vpc: { file: 'network.tf', resources: network, variables: networkVariables, outputs: networkOutputs, keys: logs },
  eks: {
    file: 'eks.tf',
    resources: eks,
    variables: eksVariables,
    outputs: eksOutputs,
    keys: { ...logs, eks: 'secrets in Kubernetes' },
  },
  rds: {
    file: 'rds.tf',
    resources: rds,
    variables: rdsVariables,
    outputs: rdsOutputs,
    keys: { ...logs, rds: 'database, its password and snapshots' },
  },
  s3: { file: 's3.tf', resources: s3, variables: s3Variables, outputs: s3Outputs, keys: { s3: 'objects in buckets' } },
}

/** Whether a set of components writes CloudWatch logs, and so has a retention to set. */
export function keepsLogs(components: readonly ComponentName[]) {
  return components.some((name) => 'logs' in parts[name].keys)
}

/** Gives the module's files, without their folder: one for each component and those they share. */
export function emitModule(components: readonly ComponentName[]): readonly EmittedFile[] {
  const chosen = components.map((name) => parts[name])
  const keys = Object.assign({}, ...chosen.map((part) => part.keys)) as Record<string, string>
  const purposes = printHcl([block('locals', [], [attribute('key_purposes', keys)])])
  const variables = [
    mainVariables,
    ...(keepsLogs(components) ? [logsVariables] : []),
    ...chosen.map((part) => part.variables),
  ]
  return [
    { path: 'main.tf', text: main },
    ...chosen.map((part) => ({ path: part.file, text: part.resources })),
    { path: 'kms.tf', text: joined([purposes, kms]) },
    { path: 'variables.tf', text: joined(variables) },
    { path: 'outputs.tf', text: joined(outputTexts(components)) },
  ]
}

/** Gives name and description of every output of the module, in order. */
export function moduleOutputs(components: readonly ComponentName[]): readonly { name: string; description: string }[] {
  const pattern = /^output "(\w+)" \{\n {2}description = "([^"]*)"$/gm
  return [...joined(outputTexts(components)).matchAll(pattern)].map(([, name = '', description = '']) => ({
    name,
    description,
  }))
}

function outputTexts(components: readonly ComponentName[]) {
  return [...components.map((name) => parts[name].outputs), kmsOutputs]
}

function joined(texts: readonly string[]) {
  return texts.join('\n')
}
