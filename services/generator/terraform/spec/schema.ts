import { z } from '@nimbus/kernel/define'
import { logRetentionDays } from '../facts/quotas.ts'

const days = z.number().int().min(1)
const cidr = z.string().describe('IPv4 range such as 10.20.0.0/16')
const version = z.string().describe('Version in quotes: YAML reads an unquoted 1.30 as the number 1.3')
const account = z
  .string()
  .regex(/^\d{12}$/)
  .describe('AWS account number, 12 digits; Terraform then refuses every other account')

const Vpc = z.strictObject({
  cidr: cidr.optional().describe('Range that environments share, each with a room of its own; default 10.20.0.0/16'),
  nat: z
    .enum(['none', 'single', 'per-zone'])
    .optional()
    .describe('How private subnets reach the internet; default per-zone in production, single elsewhere'),
})

const Nodes = z.strictObject({
  type: z.string().optional().describe('EC2 instance type; default t3.large'),
  min: z.number().int().min(0).max(450).optional().describe('Fewest nodes; default 2, in dev 1'),
  max: z.number().int().min(1).max(450).optional().describe('Most nodes; default 6, in dev 3'),
  disk: z.number().int().min(20).max(16_384).optional().describe('Disk of a node in GiB; default 50'),
})

const Eks = z.strictObject({
  version: version.optional(),
  nodes: Nodes.optional(),
  publicAccess: z
    .array(cidr)
    .optional()
    .describe('Ranges that may reach the Kubernetes API from the internet; default none, so only from inside the VPC'),
  admins: z
    .array(z.string())
    .optional()
    .describe('ARNs of IAM roles or users that administer the cluster, beside the role made for it'),
})

const Rds = z.strictObject({
  engine: z.enum(['postgres', 'mysql', 'mariadb']).optional().describe('Default postgres'),
  version: version.optional(),
  instance: z.string().optional().describe('Instance class; default db.t4g.medium'),
  storage: z.number().int().optional().describe('Storage in GiB; default 50'),
  maxStorage: z.number().int().optional().describe('Storage may grow to this many GiB; default twice the storage'),
  multiZone: z.boolean().optional().describe('A standby in a second zone; default true outside dev'),
  deletionProtection: z.boolean().optional().describe('Default true outside dev'),
  backupDays: z.number().int().min(7).max(35).optional().describe('Days backups are kept; default 14, in dev 7'),
})

const Bucket = z.strictObject({
  name: z.string().describe('Short name; stack, environment and account number are added'),
  versioning: z.boolean().optional().describe('Default true'),
  lifecycle: z
    .strictObject({
      archiveAfterDays: days.optional().describe('Days until objects move to Glacier Instant Retrieval'),
      expireAfterDays: days.optional().describe('Days until objects are deleted'),
    })
    .optional(),
})

const orDefaults = <T extends z.ZodType>(component: T) => z.union([z.literal(true), component])

const Components = z.strictObject({
  vpc: orDefaults(Vpc).optional(),
  eks: orDefaults(Eks).optional(),
  rds: orDefaults(Rds).optional(),
  s3: z.union([z.literal(true), z.array(Bucket).min(1), z.strictObject({})]).optional(),
})

const tags = z.record(z.string().min(1).max(128), z.string().max(256))
const state = z.strictObject({ bucket: z.string().min(3).max(63), region: z.string().optional() })
const zones = z.number().int().min(1)
const logRetention = z.union(logRetentionDays.map((period) => z.literal(period)))

/** What one environment may say differently. A component it names must be one of the stack's. */
export const Override = z.strictObject({
  zones: zones.optional(),
  tags: tags.optional(),
  account: account.optional(),
  state: state.optional(),
  logRetentionDays: logRetention.optional(),
  components: Components.optional(),
})

/**
 * The spec of a stack, as a person writes it in YAML or JSON.
 *
 * Shapes only; what AWS would refuse is decided when the spec is resolved, where the facts are.
 */
export const Spec = z.strictObject({
  name: z.string().describe('Name of the stack: lower-case letters, digits and dashes'),
  provider: z.literal('aws').optional().describe('Default aws'),
  region: z.string().describe('AWS region such as eu-central-1'),
  zones: zones.optional().describe('Availability zones to use; default 2'),
  environments: z
    .union([z.array(z.string()).min(1), z.record(z.string(), z.union([Override, z.null()]))])
    .optional()
    .describe('Names, or a map from names to what differs; default [dev]'),
  tags: tags.optional().describe('Tags for every resource'),
  account: account.optional(),
  state: state.optional().describe('Bucket for Terraform state, locked natively; default local files'),
  logRetentionDays: logRetention.optional().describe('Days logs are kept; default 365, in dev 30'),
  components: Components.describe('What to build; at least one'),
})

/** A spec whose shape is right. */
export type Spec = z.output<typeof Spec>

/** What one environment says differently. */
export type Override = z.output<typeof Override>

/** Every component a spec can name, in the order files and results list them. */
export const componentNames = ['vpc', 'eks', 'rds', 's3'] as const

/** One component's name. */
export type ComponentName = (typeof componentNames)[number]
