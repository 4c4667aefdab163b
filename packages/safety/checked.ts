import { denied, type Finding, type NimbusError } from '@nimbus/kernel'

/** What a check found. Only what is known to be in order, or is not limited, is allowed to go on. */
export interface Checked {
  allowed: boolean
  findings: readonly Finding[]
}

/** The findings as a result: one that fails forbids to go on. */
export const checked = (findings: readonly Finding[]): Checked => ({
  allowed: findings.every(({ status }) => status !== 'fail'),
  findings,
})

/** The error of a check that forbids to go on; undefined when it does not. */
export const refusalOf = ({ findings }: Checked, at: string): NimbusError | undefined => {
  const [first, ...more] = findings.filter(({ status }) => status === 'fail')
  return (
    first &&
    denied(first.code, first.message, {
      at: first.at ?? at,
      why: ['a limit of safety forbids it', ...more.map(({ message }) => message)].join('; '),
      next: 'raise the limit if it is meant (nimbus config list shows them), or make a smaller plan',
    })
  )
}
