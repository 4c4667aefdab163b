/** One stored object of the EKS API, as JSON. */
type Stored = Record<string, unknown>

const reply = (body: unknown, status = 200) => Response.json(body, { status })
const notFound = (what: string) =>
  Response.json(
    { message: `${what} was not found` },
    { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' } },
  )
const now = () => Date.now() / 1000

/**
 * Answers the parts of the EKS API that moto 5.2 lacks, add-ons, access entries and a cluster's
 * access configuration, and passes the rest on.
 *
 * Shapes are those of the EKS API reference (https://docs.aws.amazon.com/eks/latest/APIReference/, read 2026-02); what
 * is created is active at once.
 */
export const serveEksGaps = (moto: string): { url: string; stop: () => void } => {
  const addons = new Map<string, Stored>()
  const entries = new Map<string, Stored>()
  const access = new Map<string, unknown>()
  const policies = new Map<string, Map<string, Stored>>()

  const addon = async (request: Request, cluster: string, name: string | undefined): Promise<Response> => {
    if (request.method === 'POST' && name === undefined) {
      const body = (await request.json()) as Stored
      const created = {
        addonVersion: 'v1.0.0-eksbuild.1',
        ...body,
        clusterName: cluster,
        status: 'ACTIVE',
        health: { issues: [] },
        addonArn: `arn:aws:eks:eu-central-1:123456789012:addon/${cluster}/${String(body.addonName)}/1`,
        createdAt: now(),
        modifiedAt: now(),
        tags: body.tags ?? {},
      }
      addons.set(`${cluster}/${String(body.addonName)}`, created)
      return reply({ addon: created })
    }
    const key = `${cluster}/${name}`
    const found = addons.get(key)
    if (!found) return notFound(`addon ${key}`)
    if (request.method === 'DELETE') addons.delete(key)
    return reply({ addon: found })
  }

  const entry = async (request: Request, cluster: string, arn: string | undefined): Promise<Response> => {
    if (request.method === 'POST' && arn === undefined) {
      const body = (await request.json()) as Stored
      const created = {
        kubernetesGroups: [],
        type: 'STANDARD',
        username: body.principalArn,
        ...body,
        clusterName: cluster,
        accessEntryArn: `arn:aws:eks:eu-central-1:123456789012:access-entry/${cluster}/${entries.size}`,
        createdAt: now(),
        modifiedAt: now(),
        tags: body.tags ?? {},
      }
      entries.set(`${cluster} ${String(body.principalArn)}`, created)
      return reply({ accessEntry: created })
    }
    const key = `${cluster} ${arn}`
    const found = entries.get(key)
    if (!found) return notFound(`access entry ${key}`)
    if (request.method === 'DELETE') entries.delete(key)
    return reply({ accessEntry: found })
  }

  const policy = async (
    request: Request,
    cluster: string,
    arn: string,
    name: string | undefined,
  ): Promise<Response> => {
    const key = `${cluster} ${arn}`
    const held = policies.get(key) ?? new Map<string, Stored>()
    policies.set(key, held)
    if (request.method === 'POST') {
      const body = (await request.json()) as Stored
      const associated = { ...body, associatedAt: now(), modifiedAt: now() }
      held.set(String(body.policyArn), associated)
      return reply({ clusterName: cluster, principalArn: arn, associatedAccessPolicy: associated })
    }
    if (request.method === 'DELETE' && name !== undefined) held.delete(name)
    return reply({ clusterName: cluster, principalArn: arn, associatedAccessPolicies: [...held.values()] })
  }

  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const [clusters, cluster = '', kind, name, inner, last] = pathname.slice(1).split('/').map(decodeURIComponent)
      if (clusters === 'clusters' && kind === 'addons') return addon(request, cluster, name)
      if (clusters === 'clusters' && kind === 'access-entries')
        return inner === 'access-policies' && name !== undefined
          ? policy(request, cluster, name, last)
          : entry(request, cluster, name)
      const body = request.method === 'GET' ? undefined : await request.arrayBuffer()
      const answer = await fetch(`${moto}${pathname}${search}`, {
        method: request.method,
        headers: request.headers,
        ...(body && { body }),
      })
      if (kind === 'node-groups' && name !== undefined && answer.ok) {
        const said = (await answer.json()) as { nodegroup?: Stored }
        // moto makes up an SSH key, and Terraform would replace the nodes to be rid of it.
        if (said.nodegroup) delete said.nodegroup.remoteAccess
        return reply(said)
      }
      const aboutCluster = clusters === 'clusters' && kind === undefined && answer.ok
      if (aboutCluster && body && request.method === 'POST') {
        const asked = JSON.parse(new TextDecoder().decode(body)) as Stored
        access.set(String(asked.name), asked.accessConfig)
      }
      if (!aboutCluster) return answer
      const said = (await answer.json()) as { cluster?: Stored }
      if (said.cluster) said.cluster.accessConfig = access.get(String(said.cluster.name))
      return reply(said)
    },
  })
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) }
}
