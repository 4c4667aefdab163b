import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { type AwsEmulator, initialise, type Plan, planOf, startAws, terraformOnAws } from '@nimbus/testkit'
import { outcomeOf } from '../testing.ts'
import { type Folder, folder } from './folder.ts'
import { of, only, policyOf, values } from './planned.ts'

const programs = terraformOnAws()
const skipped = 'absent' in programs ? ` (skipped: ${programs.absent})` : ''

const spec = `name: shop
region: eu-central-1
zones: 3
environments: [dev, production]
tags: { team: platform }
components:
  vpc: true
  eks: { admins: ["arn:aws:iam::123456789012:role/Admin"] }
  rds: { version: "16" }
  s3: [ { name: assets, lifecycle: { archiveAfterDays: 90 } } ]
`

let place: Folder
let aws: AwsEmulator
let dev: Plan
let production: Plan

describe.skipIf(skipped !== '')(`a real plan${skipped}`, () => {
  beforeAll(async () => {
    if ('absent' in programs) return
    const { terraform, moto } = programs
    place = await folder()
    aws = await startAws(moto)
    await place.write(outcomeOf(spec).files)
    const plan = async (environment: string) => {
      const root = join(place.path, 'envs', environment)
      await initialise(terraform, aws, root)
      return planOf(terraform, root)
    }
    ;[dev, production] = await Promise.all([plan('dev'), plan('production')])
  }, 120_000)

  afterAll(async () => {
    for (const each of [aws, place]) await each?.[Symbol.asyncDispose]()
  })

  describe('of the network', () => {
    test('logs flows to a group with retention and a key', () => {
      expect(only(production, 'aws_flow_log')).toMatchObject({
        traffic_type: 'ALL',
        log_destination_type: 'cloud-watch-logs',
      })
      expect(only(production, 'aws_cloudwatch_log_group', 'flow')).toMatchObject({ retention_in_days: 365 })
      expect(only(dev, 'aws_cloudwatch_log_group', 'flow')).toMatchObject({ retention_in_days: 30 })
    })

    test('takes the default security group over without a rule, which empties it', () => {
      const [group] = of(production, 'aws_default_security_group')
      expect([group?.values.ingress ?? [], group?.values.egress ?? []]).toEqual([[], []])
    })

    test('has gateway endpoints for S3 and DynamoDB', () => {
      const services = values(production, 'aws_vpc_endpoint', 'gateway').map((each) => String(each.service_name))
      expect(new Set(services)).toEqual(
        new Set(['com.amazonaws.eu-central-1.dynamodb', 'com.amazonaws.eu-central-1.s3']),
      )
    })

    test('has one NAT gateway in dev and one in each zone in production', () => {
      expect(of(dev, 'aws_nat_gateway').map(({ index }) => index)).toEqual(['eu-central-1a'])
      expect(of(production, 'aws_nat_gateway').map(({ index }) => index)).toEqual([
        'eu-central-1a',
        'eu-central-1b',
        'eu-central-1c',
      ])
    })

    test('addresses subnets by zone, gives none a public address, and no range to two environments', () => {
      for (const tier of ['public', 'private', 'data']) {
        expect(of(production, 'aws_subnet', tier).map(({ index }) => index)).toEqual([
          'eu-central-1a',
          'eu-central-1b',
          'eu-central-1c',
        ])
      }
      expect(values(production, 'aws_subnet', 'public').map((subnet) => subnet.map_public_ip_on_launch)).not.toContain(
        true,
      )
      expect(only(dev, 'aws_vpc').cidr_block).not.toBe(only(production, 'aws_vpc').cidr_block as string)
    })

    test('gives data subnets no way to the internet', () => {
      const routes = of(production, 'aws_route').map(({ name }) => name)
      expect([...new Set(routes)].sort()).toEqual(['private_internet', 'public_internet'])
    })
  })

  describe('of the cluster', () => {
    test('answers only inside the VPC', () => {
      const [vpc] = only(production, 'aws_eks_cluster').vpc_config as Record<string, unknown>[]
      expect(vpc).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false })
    })

    test('names its admins and gives its creator nothing', () => {
      const { access_config } = only(production, 'aws_eks_cluster')
      expect(access_config).toEqual([
        { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      ])
      expect(of(production, 'aws_eks_access_entry', 'admin').map(({ index }) => index)).toEqual([
        'arn:aws:iam::123456789012:role/Admin',
      ])
      const policies = [...values(production, 'aws_eks_access_policy_association', 'admin_role')]
      expect(policies[0]?.policy_arn).toBe('arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy')
    })

    test('encrypts secrets and writes all five logs, with retention', () => {
      const cluster = only(production, 'aws_eks_cluster')
      expect(cluster.encryption_config).toMatchObject([{ resources: ['secrets'] }])
      expect(cluster.enabled_cluster_log_types).toEqual([
        'api',
        'audit',
        'authenticator',
        'controllerManager',
        'scheduler',
      ])
      expect(only(production, 'aws_cloudwatch_log_group', 'cluster')).toMatchObject({
        name: '/aws/eks/shop-production/cluster',
        retention_in_days: 365,
      })
    })

    test('has an OIDC provider and the core add-ons, the EBS driver with a role of its own', () => {
      expect(only(production, 'aws_iam_openid_connect_provider', 'cluster').client_id_list).toEqual([
        'sts.amazonaws.com',
      ])
      const addons = of(production, 'aws_eks_addon').map(({ index }) => String(index))
      const core = ['aws-ebs-csi-driver', 'coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni']
      expect(new Set(addons)).toEqual(new Set(core))
      expect(only(production, 'aws_iam_role_policy_attachment', 'ebs_csi').policy_arn).toBe(
        'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
      )
    })

    test('has nodes with IMDSv2, one hop, and encrypted disks', () => {
      const template = only(production, 'aws_launch_template', 'node')
      expect(template.metadata_options).toMatchObject([{ http_tokens: 'required', http_put_response_hop_limit: 1 }])
      expect(template.block_device_mappings).toMatchObject([{ ebs: [{ encrypted: 'true', volume_type: 'gp3' }] }])
    })

    test('has nodes in every zone, as many together as were asked for', () => {
      const scaling = values(production, 'aws_eks_node_group').map((group) => (group.scaling_config as object[])[0])
      const sizes = { min_size: 1, max_size: 2, desired_size: 1 }
      expect(scaling).toEqual([sizes, sizes, { ...sizes, min_size: 0 }])
    })

    test('tags instances and volumes like everything else', () => {
      const { tag_specifications } = only(production, 'aws_launch_template', 'node') as {
        tag_specifications: { resource_type: string; tags: Record<string, string> }[]
      }
      expect(tag_specifications.map(({ resource_type, tags }) => [resource_type, tags.team])).toEqual([
        ['instance', 'platform'],
        ['volume', 'platform'],
      ])
    })
  })

  describe('of the database', () => {
    test('is encrypted, private, and has a password that RDS manages', () => {
      expect(only(production, 'aws_db_instance')).toMatchObject({
        storage_encrypted: true,
        publicly_accessible: false,
        manage_master_user_password: true,
        iam_database_authentication_enabled: true,
      })
      expect(only(production, 'aws_db_instance').password ?? null).toBeNull()
    })

    test('has a standby and deletion protection outside dev', () => {
      expect(only(production, 'aws_db_instance')).toMatchObject({ multi_az: true, deletion_protection: true })
      expect(only(dev, 'aws_db_instance')).toMatchObject({ multi_az: false, deletion_protection: false })
    })

    test('leaves a final snapshot, grows by itself and keeps backups for a week or more', () => {
      for (const plan of [dev, production]) {
        const database = only(plan, 'aws_db_instance')
        expect(database).toMatchObject({
          skip_final_snapshot: false,
          allocated_storage: 50,
          max_allocated_storage: 100,
        })
        expect(database.backup_retention_period).toBeGreaterThanOrEqual(7)
      }
    })

    test('refuses connections without TLS', () => {
      const { parameter, family } = only(production, 'aws_db_parameter_group')
      expect(family).toBe('postgres16')
      expect(parameter).toMatchObject([{ name: 'rds.force_ssl', value: '1' }])
    })

    test('writes its logs to groups with retention, and is open to private subnets alone', () => {
      expect(
        values(production, 'aws_cloudwatch_log_group', 'database').map((group) => group.retention_in_days),
      ).toEqual([365, 365])
      const open = values(production, 'aws_vpc_security_group_ingress_rule', 'database_from_private')
      const subnets = values(production, 'aws_subnet', 'private').map(({ cidr_block }) => cidr_block)
      expect(open.map(({ cidr_ipv4 }) => cidr_ipv4)).toEqual(subnets)
      expect(open.map(({ from_port, to_port }) => [from_port, to_port])).toEqual([
        [5432, 5432],
        [5432, 5432],
        [5432, 5432],
      ])
    })
  })

  describe('of buckets', () => {
    test('makes their names unique by account', () => {
      expect(only(production, 'aws_s3_bucket').bucket).toBe('shop-production-assets-123456789012')
      expect(only(production, 'aws_s3_bucket', 'logs').bucket).toBe('shop-production-logs-123456789012')
    })

    test.each(['main', 'logs'])('blocks public access, keeps versions and refuses plain HTTP (%s)', (name) => {
      expect(only(production, 'aws_s3_bucket_public_access_block', name)).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      })
      expect(only(production, 'aws_s3_bucket_versioning', name).versioning_configuration).toMatchObject([
        { status: 'Enabled' },
      ])
      const { Statement } = policyOf(only(production, 'aws_s3_bucket_policy', name).policy)
      expect(Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 's3:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      )
    })

    test('encrypts with a key of their own, and the log bucket with the one it can use', () => {
      const algorithm = (name: string) => {
        const { rule } = only(production, 'aws_s3_bucket_server_side_encryption_configuration', name) as {
          rule: { apply_server_side_encryption_by_default: { sse_algorithm: string }[] }[]
        }
        return rule[0]?.apply_server_side_encryption_by_default[0]?.sse_algorithm
      }
      expect([algorithm('main'), algorithm('logs')]).toEqual(['aws:kms', 'AES256'])
    })

    test('tidies up, archives when asked, and logs access to a separate bucket', () => {
      const { rule } = only(production, 'aws_s3_bucket_lifecycle_configuration') as { rule: { id: string }[] }
      expect(rule.map(({ id }) => id)).toEqual(['tidy', 'archive'])
      expect(only(production, 'aws_s3_bucket_logging').target_prefix).toBe('assets/')
    })

    test('lets only dev throw its access logs away', () => {
      expect(only(dev, 'aws_s3_bucket', 'logs').force_destroy).toBe(true)
      expect(only(production, 'aws_s3_bucket', 'logs').force_destroy).toBe(false)
    })
  })

  describe('of keys and roles', () => {
    test('rotates a key for each purpose', () => {
      expect(of(production, 'aws_kms_key').map(({ index }) => index)).toEqual(['eks', 'logs', 'rds', 's3'])
      expect(values(production, 'aws_kms_key').map((key) => key.enable_key_rotation)).toEqual([true, true, true, true])
    })

    test('lets CloudWatch use the key of the logs, for this account’s groups alone', () => {
      const logs = of(production, 'aws_kms_key').find(({ index }) => index === 'logs')
      const [, service] = policyOf(logs?.values.policy).Statement
      expect(service).toMatchObject({ Principal: { Service: 'logs.eu-central-1.amazonaws.com' } })
      expect(JSON.stringify(service?.Condition)).toContain(':123456789012:log-group:*')
    })

    test('gives no role a wildcard', () => {
      const inline = of(production, 'aws_iam_role_policy').flatMap(({ values }) => policyOf(values.policy).Statement)
      expect(inline.length).toBeGreaterThan(0)
      for (const { Action, Resource } of inline) {
        expect([Action].flat()).not.toContain('*')
        expect([Resource].flat()).not.toContain('*')
      }
      const attached = of(production, 'aws_iam_role_policy_attachment').map(({ values }) => String(values.policy_arn))
      expect(attached.filter((arn) => /AdministratorAccess|FullAccess|PowerUser/.test(arn))).toEqual([])
    })

    test('tags everything that can be tagged', () => {
      const tagged = production.resources.filter(({ values }) => 'tags_all' in values)
      expect(tagged.length).toBeGreaterThan(40)
      for (const { address, values } of tagged) {
        expect({ address, ...(values.tags_all as object) }).toMatchObject({
          address,
          Environment: 'production',
          team: 'platform',
        })
      }
    })
  })
})
