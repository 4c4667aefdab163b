import { applies, type Principal, type Rule, type Sample } from '@nimbus/kernel'

const someone: Principal = { tenant: 'local', id: 'sample', kind: 'person', scopes: [] }

/** The samples of a rule that do not behave as it says. */
export const failedSamples = (rule: Rule): string[] => {
  const holds = (sample: Sample): boolean =>
    applies(
      { ...rule, principal: undefined, direct: undefined, unedited: undefined },
      { operation: sample.operation, principal: someone, environment: sample.environment, direct: true },
      { resource: sample.resource ?? '', effect: sample.effect ?? 'read' },
    )
  const wrong = (sample: Sample, said: string) => `${JSON.stringify(sample)} is listed under ${said}`
  return [
    ...(rule.match ?? []).filter((sample) => !holds(sample)).map((sample) => wrong(sample, 'match but does not match')),
    ...(rule.notMatch ?? []).filter(holds).map((sample) => wrong(sample, 'notMatch but matches')),
  ]
}
