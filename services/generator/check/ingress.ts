import { type Evaluated, isList, isObject, Unknown } from '@nimbus/hcl'
import type { Resource, View } from './module.ts'
import { fail, gravest, type Outcome, pass, unknown } from './rule.ts'
import { type At, nested, place, read } from './view.ts'

/** Resource types that let traffic into a security group. */
export const ingressTypes = [
  'aws_security_group',
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
] as const

/** Traffic let in: from where, to which ports. A protocol of `-1` is every port of every protocol. */
type Ingress = {
  readonly sources: readonly Evaluated[]
  readonly protocol: Evaluated | undefined
  readonly from: Evaluated | undefined
  readonly to: Evaluated | undefined
  readonly at: At
}

/**
 * Fails when the whole internet may reach one of some ports; `undefined` for what lets nothing in.
 *
 * @param ports the ports to protect, or `all` for a rule that opens every port at once, which is one finding and not
 * one for each port
 */
export function expectClosed(
  view: View,
  resource: Resource,
  ports: readonly number[] | 'all',
  what: string,
): Outcome | undefined {
  const found = ingress(view, resource)
  if (!found) return undefined
  return gravest([pass(), ...found.map((one) => judge(one, ports, what))])
}

function judge(one: Ingress, ports: readonly number[] | 'all', what: string): Outcome {
  const reach = reaches(one, ports)
  const open = one.sources.find((source) => source === '0.0.0.0/0' || source === '::/0')
  const doubt = one.sources.find((source) => source instanceof Unknown)
  if (reach === false || (open === undefined && doubt === undefined)) return pass()
  if (open !== undefined && reach === true) return fail(`${what} is open to ${String(open)}`, one.at)
  const reason = doubt instanceof Unknown ? doubt.reason : 'the ports are not known'
  return unknown(`whether ${what} is open to the internet is not known: ${reason}`, one.at)
}

function reaches({ protocol, from, to }: Ingress, ports: readonly number[] | 'all'): boolean | undefined {
  if (protocol instanceof Unknown) return undefined
  if (protocol === '-1' || protocol === -1 || protocol === 'all') return ports === 'all'
  if (from instanceof Unknown || to instanceof Unknown) return undefined
  const first = Number(from ?? 0)
  const last = Number(to ?? first)
  const everyPort = first <= 0 && last >= 65_535
  if (ports === 'all' || everyPort) return ports === 'all' && everyPort
  return ports.some((port) => first <= port && port <= last)
}

function ingress(view: View, { type }: Resource): Ingress[] | undefined {
  if (type === 'aws_security_group') return [...nested(view, 'ingress').map(ofBlock), ...ofAttribute(view)]
  if (type === 'aws_security_group_rule') return read(view, 'type') === 'egress' ? undefined : [ofBlock(view)]
  const sources = [read(view, 'cidr_ipv4'), read(view, 'cidr_ipv6')].filter((value) => value !== undefined)
  const at = place(view, 'cidr_ipv4')
  return [
    { sources, protocol: read(view, 'ip_protocol'), from: read(view, 'from_port'), to: read(view, 'to_port'), at },
  ]
}

function ofBlock(view: View): Ingress {
  return {
    sources: [...list(read(view, 'cidr_blocks')), ...list(read(view, 'ipv6_cidr_blocks'))],
    protocol: read(view, 'protocol'),
    from: read(view, 'from_port'),
    to: read(view, 'to_port'),
    at: place(view, 'cidr_blocks'),
  }
}

function ofAttribute(view: View): Ingress[] {
  const at = place(view, 'ingress')
  return list(
    view.block.body.attributes.some(({ name }) => name === 'ingress') ? read(view, 'ingress') : undefined,
  ).map((item) => {
    if (!isObject(item)) return { sources: [item], protocol: item, from: item, to: item, at }
    const sources = [...list(item.cidr_blocks), ...list(item.ipv6_cidr_blocks)]
    return { sources, protocol: item.protocol, from: item.from_port, to: item.to_port, at }
  })
}

function list(value: Evaluated | undefined): readonly Evaluated[] {
  if (value === undefined || value === null) return []
  return isList(value) ? value : [value]
}
