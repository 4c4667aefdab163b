/**
 * The path of an operation: the id with a slash for the dot. `terraform.state-list` is `/api/terraform/state-list`.
 *
 * One rule and reversible, so that a person who knows the id knows the route.
 */
export const pathOf = (id: string): string => {
  const dot = id.indexOf('.')
  return `/api/${id.slice(0, dot)}/${id.slice(dot + 1)}`
}

/** A parameter of a route: `:name` is one segment, `:name{.+}` all that is left. */
const parameters = /:(\w+)(\{\.\+\})?/g

/** Whether a path is one of a route, such as `/v1/models/gpt-4o` of `/v1/models/:model`. */
export const isAt = (route: string, path: string): boolean =>
  route === path ||
  (route.includes(':') &&
    new RegExp(`^${route.replaceAll(parameters, (_, __, rest) => (rest ? '.+' : '[^/]+'))}$`).test(path))

/** A route as OpenAPI writes it, with the names of its parameters. */
export const templateOf = (route: string): { template: string; names: string[] } => ({
  template: route.replaceAll(parameters, '{$1}'),
  names: [...route.matchAll(parameters)].flatMap(([, name]) => name ?? []),
})
