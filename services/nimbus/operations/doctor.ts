import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { aws, callerIdentity } from '@nimbus/aws-cli'
import { type HostContext, hostOperation, z } from '@nimbus/kernel/define'
import { hanging } from '@nimbus/text-table'
import { kubectl } from '../program.ts'

const Identity = z.object({
  status: z.enum(['known', 'none', 'unknown']),
  detail: z.string(),
})

type Identity = z.infer<typeof Identity>

/** Long enough for a slow network, short enough to wait for. */
const patienceMs = 8000

type Environment = HostContext['env']

const awsConfigured = (env: Environment): boolean =>
  Boolean(env.AWS_ACCESS_KEY_ID || env.AWS_PROFILE || env.AWS_WEB_IDENTITY_TOKEN_FILE) ||
  ['config', 'credentials'].some((name) => existsSync(join(env.HOME ?? '/', '.aws', name)))

const regionOf = ({ AWS_DEFAULT_REGION, AWS_REGION }: Environment) => ({ AWS_DEFAULT_REGION, AWS_REGION })

const awsIdentity = async (ctx: HostContext, found: boolean): Promise<Identity> => {
  if (!awsConfigured(ctx.env)) return { status: 'none', detail: 'no AWS credentials are configured' }
  if (!found)
    return { status: 'unknown', detail: 'credentials are configured, and the AWS CLI to ask with is not here' }
  try {
    const { account, arn } = await callerIdentity(ctx, { env: regionOf(ctx.env), timeoutMs: patienceMs })
    const expiry = ctx.env.AWS_CREDENTIAL_EXPIRATION
    return { status: 'known', detail: `${account} as ${arn}${expiry ? `, until ${expiry}` : ''}` }
  } catch (thrown) {
    ctx.signal.throwIfAborted()
    return { status: 'unknown', detail: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

const kubeContext = async (ctx: HostContext, found: boolean): Promise<Identity> => {
  if (!found) return { status: 'unknown', detail: 'kubectl is not here' }
  try {
    const { stdout, stderr, exitCode } = await ctx.exec(kubectl, ['config', 'current-context'], {
      accept: [0, 1],
      timeoutMs: patienceMs,
    })
    if (exitCode !== 0 && !/current-context is not set/.test(stderr))
      return { status: 'unknown', detail: stderr.trim().replace(/^error: /, '') || 'kubectl does not say' }
    if (exitCode !== 0) return { status: 'none', detail: 'no current context' }
    return { status: 'known', detail: stdout.trim() }
  } catch (thrown) {
    ctx.signal.throwIfAborted()
    return { status: 'unknown', detail: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

/**
 * Shows what Nimbus finds on this machine: programs and versions, what a missing one would enable, and which account,
 * role and cluster calls would reach.
 *
 * Nothing is required: planning, generation and analysis work with none of it. It also answers where a configuration
 * file is broken, and says so.
 */
export default hostOperation({
  id: 'nimbus.doctor',
  summary: 'Show what is installed and where you are',
  effect: 'read',
  openWorld: true,
  whenBroken: true,
  input: z.object({
    offline: z.boolean().default(false).describe('Ask no system outside this machine'),
  }),
  output: z.object({
    version: z.string(),
    home: z.string(),
    workspace: z.string(),
    trusted: z.boolean(),
    audit: z.boolean().describe('Whether the audit chain is whole'),
    configuration: z.object({
      valid: z.boolean().describe('Whether settings and policy can be read and hold'),
      problems: z.array(z.string()),
    }),
    aws: Identity,
    kubernetes: Identity,
    programs: z.array(
      z.object({
        name: z.string(),
        found: z.boolean(),
        version: z.string().optional(),
        path: z.string().optional(),
        enables: z.string(),
        install: z.string(),
      }),
    ),
  }),
  aliases: ['doctor'],
  examples: [{ title: 'What is here, and where am I?', input: { offline: true } }],
  phrases: [
    'what is installed',
    'which account am i on',
    'which programs are installed',
    'doctor',
    'is everything installed',
    'is my machine set up',
    'which tools are missing',
    'which aws account is this',
    'check my setup',
    'am i logged in to aws',
    'which cluster am i on',
    'is terraform installed',
    'which version of terraform is installed',
    'which version of nimbus is this',
    'who am i in the cloud',
  ],
  words: {
    offline: {
      words: [
        'ask no system outside',
        'nobody on the internet',
        'nobody in the internet',
        'touching the internet',
        'touching the network',
        'asking the internet',
        'air-gapped box',
        'air-gapped machine',
        'air-gapped host',
        'air-gapped',
        'air gapped',
        'airgapped',
        'no connection',
        'without connection',
        'without connecting',
        'no online',
        'not online',
        'without online',
        'phone home',
        'phoning home',
        'disconnected',
        'no internet access',
        'without internet access',
        'querying nobody',
        'no request to',
        'no requests to',
        'no calls to',
      ],
      values: { false: ['account', 'cluster', 'logged in'] },
    },
  },
  lines: [{ line: 'aws sts get-caller-identity' }, { line: 'terraform version' }],

  target: () => ({ resources: ['nimbus:machine'] }),
  async run({ offline }, ctx) {
    const { records } = ctx
    const [programs, { trusted }, { intact }, wrong] = await Promise.all([
      records.programs(),
      records.trust.status(ctx.workspace),
      records.audit.verify(),
      records.config.validate(ctx.workspace),
    ])
    const has = (name: string) => programs.some((program) => program.name === name && program.found)
    const [account, cluster] = await Promise.all([
      offline ? { status: 'unknown' as const, detail: 'not asked: --offline' } : awsIdentity(ctx, has(aws.name)),
      kubeContext(ctx, has(kubectl.name)),
    ])
    return {
      version: records.version,
      home: records.home,
      workspace: ctx.workspace,
      trusted,
      audit: intact,
      configuration: {
        valid: wrong.length === 0,
        problems: wrong.map(({ at, message }) => (at ? `${at}: ${message}` : message)),
      },
      aws: account,
      kubernetes: cluster,
      programs: programs.map(({ services: _services, ...program }) => program),
    }
  },
  text: (found, _input, columns) => {
    const mark = { known: '✓', none: '–', unknown: '?' }
    const width = Math.max(...found.programs.map(({ name }) => name.length), 10)
    const line = (symbol: string, name: string, detail: string) =>
      hanging(`${symbol} ${name.padEnd(width)}  `, detail, columns)
    return [
      `nimbus ${found.version} — everything essential works with nothing installed`,
      line('✓', 'home', found.home),
      line(
        found.trusted ? '✓' : '–',
        'workspace',
        `${found.workspace}${found.trusted ? '' : ' (not trusted: its settings cannot loosen anything)'}`,
      ),
      line(found.audit ? '✓' : '✗', 'audit', found.audit ? 'whole' : 'changed: nimbus audit verify'),
      line(
        found.configuration.valid ? '✓' : '✗',
        'settings',
        [...found.configuration.problems, found.configuration.valid ? 'valid' : 'more: nimbus config validate'].join(
          '; ',
        ),
      ),
      line(mark[found.aws.status], 'aws', found.aws.detail),
      line(mark[found.kubernetes.status], 'kubernetes', found.kubernetes.detail),
      '',
      ...found.programs.map(({ name, found: here, version, path, enables, install }) =>
        here
          ? line('✓', name, `${version ?? 'version unknown'}  ${path ?? ''}`)
          : `${line('–', name, `would enable ${enables}`)}\n${line(' ', '', install)}`,
      ),
    ].join('\n')
  },
})
