import { expect } from 'bun:test'

/** A resource as a plan says it will be. */
type Planned = {
  readonly type: string
  readonly name: string
  readonly index?: string | number
  readonly values: Readonly<Record<string, unknown>>
}
type Plan = { readonly resources: readonly Planned[] }

/** Gives the resources of one type, or of one block when it is named. */
export function of(plan: Plan, type: string, name?: string): readonly Planned[] {
  return plan.resources.filter((each) => each.type === type && (name === undefined || each.name === name))
}

/** Gives the values of every instance of a block. */
export function values(plan: Plan, type: string, name = 'main') {
  return of(plan, type, name).map((each) => each.values)
}

/** Gives the values of a block that has one instance; the test fails when there are more. */
export function only(plan: Plan, type: string, name = 'main'): Readonly<Record<string, unknown>> {
  const [first, ...others] = values(plan, type, name)
  expect(others).toEqual([])
  return first ?? {}
}

/** Reads an IAM policy. */
export function policyOf(value: unknown) {
  return JSON.parse(String(value)) as { Statement: Record<string, unknown>[] }
}
