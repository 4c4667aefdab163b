import type { PlannedChange } from './plan-changes.ts'
import type { StateEntry } from './state.ts'

type Attributes = StateEntry['attributes']

const always = (): boolean => true
const unless = (attribute: string) => (attributes: Attributes) => attributes[attribute] !== true
const when = (attribute: string) => (attributes: Attributes) => attributes[attribute] === true

/**
 * Resources whose destruction takes data along, by type: always, or depending on an attribute. A bucket that is not
 * empty is not deleted by AWS itself, unless `force_destroy` says so; a database leaves a snapshot unless it is told not
 * to. From the documentation of the providers, at https://registry.terraform.io/browse/providers
 */
const losing: Readonly<Record<string, (attributes: Attributes) => boolean>> = {
  aws_s3_bucket: when('force_destroy'),
  aws_db_instance: when('skip_final_snapshot'),
  aws_rds_cluster: when('skip_final_snapshot'),
  aws_docdb_cluster: when('skip_final_snapshot'),
  aws_neptune_cluster: when('skip_final_snapshot'),
  aws_redshift_cluster: when('skip_final_snapshot'),
  aws_ecr_repository: when('force_delete'),
  aws_cloudwatch_log_group: unless('skip_destroy'),
  aws_dynamodb_table: always,
  aws_ebs_volume: always,
  aws_efs_file_system: always,
  aws_elasticache_cluster: always,
  aws_elasticache_replication_group: always,
  aws_kinesis_stream: always,
  aws_secretsmanager_secret_version: always,
  google_storage_bucket: when('force_destroy'),
  google_sql_database_instance: always,
  google_compute_disk: always,
  google_bigquery_table: always,
  azurerm_storage_account: always,
  azurerm_postgresql_flexible_server: always,
  azurerm_mssql_database: always,
  azurerm_managed_disk: always,
  kubernetes_persistent_volume_claim: always,
}

/**
 * Why what a plan creates will not be taken back: there may be data in it by then. Undefined where nothing of it holds
 * any; what the plan does not tell of a resource is taken as its default.
 */
export const willHoldData = (
  changes: readonly Pick<PlannedChange, 'address' | 'type' | 'attributes'>[],
): string | undefined => {
  const [first, ...more] = changes.filter(({ type, attributes }) =>
    losing[type]?.(Object.fromEntries(attributes.map(({ path, after }) => [path, after]))),
  )
  if (!first) return undefined
  const rest = more.length > 0 ? ` and ${more.length} more` : ''
  return `${first.address}${rest} may hold data by then, which would be lost: save it, and destroy by address what is to go`
}

/** Whether data would be lost with a resource as the state has it. */
export const holdsData = (type: string, { attributes }: StateEntry): boolean => losing[type]?.(attributes) === true
