import type { ComponentName } from '../spec/schema.ts'

/** A spec with every default filled in and every rule applied: all that files are made from. */
export type Stack = {
  readonly name: string
  readonly region: string
  /** In the order vpc, eks, rds, s3. */
  readonly components: readonly ComponentName[]
  readonly environments: readonly Environment[]
  /** The room of each environment in the shared address range, to be recorded. */
  readonly rooms: Readonly<Record<string, number>>
}

/** One environment: a root module with a state of its own. A component that the stack lacks is absent. */
export type Environment = {
  readonly name: string
  readonly tags: Readonly<Record<string, string>>
  readonly account?: string
  readonly state?: { readonly bucket: string; readonly region: string }
  readonly logRetentionDays: number
  /** Whether destroying the environment may delete the access logs of its buckets: in dev only. */
  readonly disposable: boolean
  readonly network?: Network
  readonly cluster?: Cluster
  readonly database?: Database
  readonly buckets?: readonly Bucket[]
}

/** A VPC; ranges are IPv4 in CIDR form. */
export type Network = {
  readonly cidr: string
  readonly nat: 'none' | 'single' | 'per-zone'
  readonly zones: readonly { name: string; public: string; private: string; data: string }[]
}

/** An EKS cluster. Disks are in GiB. */
export type Cluster = {
  readonly version: string
  readonly publicAccess: readonly string[]
  readonly admins: readonly string[]
  readonly nodes: { type: string; architecture: 'x86_64' | 'arm64'; min: number; max: number; disk: number }
}

/** An RDS instance. Storage is in GiB; a maximum of 0 means that it does not grow by itself. */
export type Database = {
  readonly engine: 'postgres' | 'mysql' | 'mariadb'
  readonly version: string
  readonly instance: string
  readonly storage: number
  readonly maxStorage: number
  readonly multiZone: boolean
  readonly deletionProtection: boolean
  readonly backupDays: number
  readonly performanceInsights: boolean
}

/** An S3 bucket by its short name. */
export type Bucket = {
  readonly name: string
  readonly versioning: boolean
  readonly archiveAfterDays?: number
  readonly expireAfterDays?: number
}
