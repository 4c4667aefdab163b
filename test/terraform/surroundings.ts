import { type AwsEmulator, motoServer, realTerraform, startAws, type TestWorkspace } from '@nimbus/testkit'

const terraform = realTerraform()
const moto = motoServer()

const missing = (): string | undefined => {
  if ('absent' in terraform) return terraform.absent
  if (typeof moto !== 'string') return moto.absent
  return Bun.which('aws') ? undefined : 'the AWS CLI is not on PATH'
}

/** What these tests lack on this machine, for the title of a skipped test; undefined when nothing. */
export const absent = missing()

/** An emulator of AWS, and the environment in which everything that a test starts talks to it. */
export const startSurroundings = async (): Promise<{ aws: AwsEmulator; env: Record<string, string> }> => {
  if ('absent' in terraform || typeof moto !== 'string') throw new Error(absent)
  const aws = await startAws(moto)
  return { aws, env: { ...terraform.env, ...aws.env } }
}

/** The envelope that a command printed with `--json`: its last line, after the chunks. */
export const envelopeOf = ({ stdout, stderr }: { stdout: string; stderr: string }): Envelope => {
  const last = stdout.trim().split('\n').at(-1) ?? ''
  if (!last.startsWith('{')) throw new Error(`no envelope: ${stdout}${stderr}`)
  // Written by the product under test, whose shape other tests hold it to.
  return JSON.parse(last) as Envelope
}

/** The parts of an envelope of this service that these tests look at. */
export interface Envelope {
  ok: boolean
  outcome: string
  data?: {
    id?: string
    summary?: string
    changes?: { address: string; action: string; reason?: string }[]
    resources?: { address: string; id?: string }[]
  }
  error?: { code: string; message: string; why?: string; next?: string; exit: number; plan?: string }
  findings?: { status: string; message: string; resource?: string }[]
}

/** Plans a root from the command line and gives the envelope. */
export const planned = async (
  space: TestWorkspace,
  env: Record<string, string>,
  directory: string,
): Promise<Envelope> => envelopeOf(await space.cli(['terraform', 'plan', directory, '--json'], { env }))
