import type { Environment, Stack } from '../stack/stack.ts'

const titles = {
  vpc: 'a VPC with public, private and data subnets',
  eks: 'an EKS cluster',
  rds: 'an RDS database',
  s3: 'S3 buckets',
} as const

/** Gives the README of a generated stack: what it is, how to apply it, what to know before. Depends on the stack alone. */
export function emitReadme(stack: Stack): string {
  const { name, region, components, environments } = stack
  const built = components.map((component) => titles[component]).join(', ')
  const first = environments[0]?.name ?? 'dev'
  return `# ${name}

${built[0]?.toUpperCase()}${built.slice(1)} in ${region}. Plain resources in one module, and a thin root with a state of its own for each environment.

${table(environments)}

## Apply

\`\`\`sh
cd envs/${first}
terraform init
terraform plan -out=tfplan
terraform apply tfplan
\`\`\`

Needs Terraform 1.10 or newer and credentials for the account.

## Change

Change the spec and generate again: the same spec gives the same bytes. Adding a zone, a bucket or an environment
destroys nothing: subnets and buckets are addressed by name, and every environment keeps its room in the address range.
A file you edit yourself is never overwritten without a question. \`.nimbus-generated.json\` remembers what was
generated and which room each environment has: commit it too.
${sections(stack)}`
}

function table(environments: readonly Environment[]) {
  const rows = environments.map(({ name, network, account, state }) => [
    name,
    network?.cidr ?? '–',
    network ? String(network.zones.length) : '–',
    network?.nat ?? '–',
    account ?? 'any',
    state ? `s3://${state.bucket}` : 'local file',
  ])
  const all = [['environment', 'range', 'zones', 'NAT', 'account', 'state'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(all[0] ?? []), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n',
  )
}

function sections({ components, environments }: Stack) {
  const texts: string[] = []
  if (components.includes('eks')) {
    texts.push(`## Reach the cluster

The Kubernetes API answers inside the VPC, and from the internet only to the ranges in \`cluster.public_cidrs\`. Whoever
creates the cluster gets no access by that: assume the role in the output \`cluster_admin_role_arn\`, or name your own in
\`cluster.admins\`.`)
  }
  if (components.includes('rds')) {
    texts.push(`## Reach the database

It listens in the data subnets, to the private subnets, over TLS only. RDS keeps the password in the secret of the output
\`database_secret_arn\` and rotates it. Destroying the database leaves a final snapshot; where \`deletion_protection\` is
on, turn it off first.`)
  }
  if (environments.some(({ state }) => state === undefined)) {
    texts.push(`## State

The state is a local file, which suits one person trying things out. For a team, add \`state: { bucket: … }\` to the spec:
the bucket locks itself, no table is needed.`)
  }
  return texts.map((text) => `\n${text}\n`).join('')
}
