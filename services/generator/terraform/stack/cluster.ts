import { processorOf, tooSmallForNodes } from '../facts/instance-types.ts'
import { defaultKubernetesVersion, kubernetesVersions, kubernetesVersionsRead } from '../facts/kubernetes-versions.ts'
import { fewestZones } from '../facts/quotas.ts'
import { parseRange } from '../network/cidr.ts'
import type { Spec } from '../spec/schema.ts'
import { privateAddresses } from './network.ts'
import type { Setting } from './setting.ts'
import type { Cluster, Network } from './stack.ts'

type Eks = Exclude<NonNullable<Spec['components']['eks']>, true>

/** The most addresses one node takes for its pods: the default of EKS for types below 30 vCPUs. */
const podsPerNode = 110

/** Gives an environment's cluster; refuses what EKS would, and says what its reachability and version mean. */
export function resolveCluster(setting: Setting, network: Network | undefined): Cluster {
  const eks = setting.component('eks') as Eks
  const cheap = setting.care === 'dev'
  const min = eks.nodes?.min ?? Math.min(cheap ? 1 : 2, eks.nodes?.max ?? 2)
  const max = eks.nodes?.max ?? Math.max(cheap ? 3 : 6, min)
  const type = eks.nodes?.type ?? 't3.large'
  const cluster: Cluster = {
    version: eks.version ?? defaultKubernetesVersion,
    publicAccess: eks.publicAccess ?? [],
    admins: eks.admins ?? [],
    nodes: { type, architecture: processorOf(type) ?? 'x86_64', min, max, disk: eks.nodes?.disk ?? 50 },
  }
  checkVersion(setting, cluster.version)
  checkNodes(setting, cluster)
  checkAccess(setting, cluster)
  if (network) checkNetwork(setting, cluster, network)
  return cluster
}

function checkVersion(setting: Setting, version: string) {
  const path = setting.place('components', 'eks', 'version')
  const known = Object.keys(kubernetesVersions)
  const newest = Number(known.at(-1)?.slice(2))
  const minor = /^1\.(\d+)$/.exec(version)
  const support = kubernetesVersions[version]
  const refused = { path, message: `components.eks.version: ${version} cannot be used` }
  if (minor === null || (!support && Number(minor[1]) < newest)) {
    const why = minor ? 'EKS no longer creates clusters of this version' : 'a Kubernetes version on EKS is like 1.33'
    setting.refuse({ ...refused, why, next: `use "${defaultKubernetesVersion}", or another of ${known.join(', ')}` })
    return
  }
  if (!support) {
    setting.note(`eks ${version} is newer than the table of versions (read ${kubernetesVersionsRead}): not checked`)
    return
  }
  if (support.extendedUntil < setting.today) {
    const why = `its extended support ended on ${support.extendedUntil}; EKS upgrades such clusters by itself`
    setting.refuse({ ...refused, why, next: `use "${defaultKubernetesVersion}"` })
  } else if (support.standardUntil < setting.today) {
    setting.note(
      `eks ${version}: standard support ended on ${support.standardUntil}; until ${support.extendedUntil} AWS charges extra for every cluster-hour`,
    )
  }
}

function checkNodes(setting: Setting, { nodes }: Cluster) {
  const path = setting.place('components', 'eks', 'nodes', 'type')
  const size = nodes.type.split('.')[1] ?? ''
  const message = `components.eks.nodes.type: ${nodes.type} cannot be used`
  if (processorOf(nodes.type) === undefined) {
    const why = nodes.type.startsWith('db.') ? 'it is a database class' : 'an EC2 type is family.size'
    setting.refuse({ path, message, why, next: 'use a type such as t3.large or m7g.large' })
  } else if (tooSmallForNodes.includes(size)) {
    const why = `a ${size} node has room for four pods, fewer than the core add-ons need`
    setting.refuse({ path, message, why, next: 'use t3.medium or larger' })
  }
  if (nodes.min > nodes.max) {
    setting.refuse({
      path: setting.place('components', 'eks', 'nodes', 'min'),
      message: `components.eks.nodes.min: ${nodes.min} is more than max, ${nodes.max}`,
      why: 'a node group cannot have more nodes at least than at most',
      next: `use ${nodes.max} or less, or raise max`,
    })
  }
}

function checkAccess(setting: Setting, cluster: Cluster) {
  for (const [index, cidr] of cluster.publicAccess.entries()) {
    const parsed = parseRange(cidr)
    if (!('why' in parsed)) continue
    const path = [...setting.place('components', 'eks', 'publicAccess'), index]
    const message = `components.eks.publicAccess: ${cidr} cannot be used`
    setting.refuse({ path, message, why: parsed.why, next: parsed.next })
  }
  for (const [index, arn] of cluster.admins.entries()) {
    if (/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/\S+$/.test(arn)) continue
    setting.refuse({
      path: [...setting.place('components', 'eks', 'admins'), index],
      message: `components.eks.admins: ${arn} cannot be used`,
      why: 'an access entry names an IAM role or user by ARN',
      next: 'write it like arn:aws:iam::123456789012:role/Admin',
    })
  }
  if (cluster.publicAccess.includes('0.0.0.0/0')) {
    setting.note(`${setting.environment}: the Kubernetes API answers the whole internet; name your own ranges instead`)
  } else if (cluster.publicAccess.length === 0) {
    setting.note(
      'eks: the Kubernetes API answers only inside the VPC; reach it by VPN, peering or an SSM session, or name ranges in eks.publicAccess',
    )
  }
}

function checkNetwork(setting: Setting, cluster: Cluster, network: Network) {
  if (network.nat === 'none') {
    setting.refuse({
      path: setting.place('components', 'vpc', 'nat'),
      message: 'components.vpc.nat: none leaves the nodes of eks without a way out',
      why: 'nodes pull images and join the cluster over the internet, and would never become ready',
      next: 'use nat: single or nat: per-zone',
    })
  }
  if (network.zones.length < fewestZones) refuseZones(setting, 'eks', 'EKS refuses a cluster in fewer than two zones')
  if (cluster.nodes.max < network.zones.length) {
    setting.note(
      `${setting.environment}: each of ${network.zones.length} zones may have a node, so up to ${network.zones.length} instead of ${cluster.nodes.max}`,
    )
  }
  const pods = cluster.nodes.max * podsPerNode
  const room = privateAddresses(network) * network.zones.length
  if (pods > room) {
    setting.note(
      `${setting.environment}: ${cluster.nodes.max} nodes could ask for ${pods} pod addresses; the private subnets have ${room}`,
    )
  }
}

/** Refuses one zone where AWS wants two. */
export function refuseZones(setting: Setting, component: string, why: string) {
  setting.refuse({
    path: setting.place('zones'),
    message: `zones: ${setting.zones} is too few for ${component}`,
    why,
    next: `use ${fewestZones} or more`,
  })
}
