/**
 * The path of an operation: the id with a slash for the dot. `terraform.state-list` is `/api/terraform/state-list`.
 *
 * One rule and reversible, so that a person who knows the id knows the route.
 */
export const pathOf = (id: string): string => {
  const dot = id.indexOf('.')
  return `/api/${id.slice(0, dot)}/${id.slice(dot + 1)}`
}
