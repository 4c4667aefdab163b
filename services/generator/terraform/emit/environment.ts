import { attribute, blank, block, type Item, printHcl, raw, type Value } from '@nimbus/hcl'
import type { Bucket, Cluster, Database, Environment, Network, Stack } from '../stack/stack.ts'
import type { EmittedFile } from './file.ts'
import { keepsLogs, moduleOutputs } from './module.ts'

/** Gives the root module of one environment, without its folder. */
export function emitEnvironment(stack: Stack, environment: Environment): readonly EmittedFile[] {
  return [
    { path: 'main.tf', text: printHcl(main(stack, environment)) },
    { path: 'providers.tf', text: printHcl(providers(stack, environment)) },
    { path: 'terraform.tf', text: printHcl(settings(stack, environment)) },
    { path: 'outputs.tf', text: printHcl(outputs(stack)) },
  ]
}

/** The module is always called `stack`: renaming the stack moves no address. */
function main({ name, components }: Stack, environment: Environment): Item[] {
  const { network, cluster, database, buckets } = environment
  const retention = keepsLogs(components) ? [attribute('log_retention_days', environment.logRetentionDays)] : []
  return [
    block(
      'module',
      ['stack'],
      [
        attribute('source', `../../modules/${name}`),
        blank,
        attribute('name', name),
        attribute('environment', environment.name),
        ...retention,
        ...section('network', network && networkValue(network)),
        ...section('cluster', cluster && clusterValue(cluster)),
        ...section('database', database && databaseValue(database)),
        ...section('buckets', buckets && bucketsValue(buckets)),
        ...(buckets && environment.disposable ? [attribute('disposable', true)] : []),
      ],
    ),
  ]
}

function section(name: string, value: Value | undefined): Item[] {
  return value === undefined ? [] : [blank, attribute(name, value)]
}

function networkValue({ cidr, nat, zones }: Network): Value {
  const byName = zones.map(({ name, ...subnets }) => [name, subnets] as const)
  return { cidr, nat, zones: Object.fromEntries(byName) }
}

function clusterValue({ version, publicAccess, admins, nodes }: Cluster): Value {
  return { version, public_cidrs: publicAccess, admins, nodes }
}

function databaseValue(database: Database): Value {
  return {
    engine: database.engine,
    version: database.version,
    instance: database.instance,
    storage: database.storage,
    max_storage: database.maxStorage,
    multi_zone: database.multiZone,
    deletion_protection: database.deletionProtection,
    backup_days: database.backupDays,
    performance_insights: database.performanceInsights,
  }
}

function bucketsValue(buckets: readonly Bucket[]): Value {
  const entries = buckets.map(({ name, versioning, archiveAfterDays, expireAfterDays }): [string, Value] => [
    name,
    {
      versioning,
      ...(archiveAfterDays !== undefined && { archive_after_days: archiveAfterDays }),
      ...(expireAfterDays !== undefined && { expire_after_days: expireAfterDays }),
    },
  ])
  return Object.fromEntries(entries)
}

function providers({ region }: Stack, { tags, account }: Environment): Item[] {
  return [
    block(
      'provider',
      ['aws'],
      [
        attribute('region', region),
        ...(account === undefined ? [] : [attribute('allowed_account_ids', [account])]),
        blank,
        block('default_tags', [], [attribute('tags', tags)]),
      ],
    ),
  ]
}

function settings({ name }: Stack, environment: Environment): Item[] {
  const { state } = environment
  const backend = state && [
    blank,
    block(
      'backend',
      ['s3'],
      [
        attribute('bucket', state.bucket),
        attribute('key', `${name}/${environment.name}/terraform.tfstate`),
        attribute('region', state.region),
        attribute('encrypt', true),
        attribute('use_lockfile', true),
      ],
    ),
  ]
  return [
    block(
      'terraform',
      [],
      [
        attribute('required_version', '>= 1.10'),
        blank,
        block('required_providers', [], [attribute('aws', { source: 'hashicorp/aws', version: '~> 5.100' })]),
        ...(backend ?? []),
      ],
    ),
  ]
}

function outputs({ components }: Stack): Item[] {
  return moduleOutputs(components).map(({ name, description }) =>
    block('output', [name], [attribute('description', description), attribute('value', raw(`module.stack.${name}`))]),
  )
}
