import { createServer } from 'node:net'
import { serveEksGaps } from './eks-gaps.ts'
import type { Absent } from './real-terraform.ts'

/** An AWS that answers on this machine's loopback. */
export interface AwsEmulator extends AsyncDisposable {
  /** Where every service but EKS answers. */
  url: string
  /** The account that dummy keys belong to. */
  account: string
  /** A Terraform override file that sends the provider here; `backend` replaces a remote one by a local file. */
  overrideFile(options?: { backend?: 'local' }): string
  /** Environment for the AWS CLI and for Terraform's own backend. */
  env: Readonly<Record<string, string>>
}

const services = [
  'cloudwatchlogs',
  'dynamodb',
  'ec2',
  'iam',
  'kms',
  'rds',
  's3',
  'secretsmanager',
  'ssm',
  'sts',
] as const

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })

/** Finds moto_server: in NIMBUS_MOTO_SERVER or on PATH. */
export const motoServer = (): string | Absent =>
  process.env.NIMBUS_MOTO_SERVER ??
  Bun.which('moto_server') ?? { absent: 'moto_server is neither on PATH nor in NIMBUS_MOTO_SERVER' }

/**
 * Starts moto on a free port and waits until it answers.
 *
 * What moto's EKS lacks (add-ons, access entries) is answered by a small server in front of it; everything else is
 * moto's own. Raises with moto's last words when it does not start.
 */
export const startAws = async (program: string): Promise<AwsEmulator> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const moto = Bun.spawn([program, '-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  })
  await ready(moto.stderr)
  const eks = serveEksGaps(url)

  return {
    url,
    account: '123456789012',
    env: {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: url,
    },
    overrideFile: ({
      backend,
    } = {}) => `${backend === 'local' ? 'terraform {\n  backend "local" {}\n}\n\n' : ''}provider "aws" {
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true

  endpoints {
    eks = "${eks.url}"
${services.map((service) => `    ${service} = "${url}"`).join('\n')}
  }
}
`,
    async [Symbol.asyncDispose]() {
      eks.stop()
      moto.kill()
      await moto.exited
    },
  }
}

/** Waits for the line in which moto says where it listens, and keeps the pipe drained afterwards. */
const ready = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let said = ''
  while (!said.includes('Running on')) {
    const { done, value } = await reader.read()
    if (done) throw new Error(`moto did not start: ${said.slice(-400)}`)
    said += decoder.decode(value, { stream: true })
  }
  const drain = async (): Promise<void> => {
    for (let last = false; !last; ) last = (await reader.read()).done
  }
  drain().catch(() => undefined)
}
