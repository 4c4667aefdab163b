/** Why models do not reach what would remove or bring back conversations: records of what they did are no concern of theirs. */
export const notForModels = {
  mcp: 'what was said to a model is not for models to remove',
  agent: 'what was said to a model is not for models to remove',
} as const
