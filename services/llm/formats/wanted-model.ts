/** The name that leaves the choice to the router. */
export const anyModel = 'auto'

const agentPrefix = 'agent:'

/** What the `model` of a foreign request asks for: `auto`, `agent:<name>`, or a model by its name. */
export const wantedModel = (name: string): { model?: string; agent?: string } => {
  if (name === anyModel) return {}
  return name.startsWith(agentPrefix) ? { agent: name.slice(agentPrefix.length) } : { model: name }
}
