import { unknownAgent } from './fallback-chain.ts'
import type { SettingsFile } from './file-schema.ts'
import { meant, unknownModel, unpriced } from './known-model.ts'
import type { Path, PathProblem } from './problem.ts'
import type { Limits, Settings } from './settings.ts'

const hasBudget = ({ dailyUsd, monthlyUsd }: Limits): boolean => dailyUsd !== undefined || monthlyUsd !== undefined

/** Whether some hard budget holds, so that nothing of an unknown price may be asked. */
const hasHardBudget = ({ policies, agents }: Settings): boolean =>
  policies.limit.type === 'hard' &&
  [
    policies,
    ...Object.values(policies.perModel),
    ...Object.values(policies.perProject),
    ...Object.values(agents).flatMap(({ limits }) => limits ?? []),
  ].some(hasBudget)

/** Every model that is asked directly, with where it is named. */
const askedModels = (file: SettingsFile, { agents }: Settings): { name: string; path: Path }[] => [
  ...Object.keys(file.models ?? {}).map((name) => ({ name, path: ['models', name] })),
  ...Object.values(agents).flatMap(({ name, preferredTool = 'api', preferredModel, taskTypes, fallbackChain }) => [
    ...(preferredTool === 'api'
      ? [
          ...(preferredModel === undefined
            ? []
            : [{ name: preferredModel, path: ['agents', name, 'preferred_model'] }]),
          ...Object.entries(taskTypes).map(([kind, model]) => ({
            name: model,
            path: ['agents', name, 'task_types', kind],
          })),
        ]
      : []),
    ...fallbackChain
      .filter(({ tool }) => tool === 'api')
      .map(({ model }) => ({ name: model, path: ['agents', name, 'fallback_chain'] })),
  ]),
]

/** What does not fit together across the sections: names of policies that are nobody's, prices that a limit needs. */
export const crossCheck = (file: SettingsFile, settings: Settings): PathProblem[] => {
  const policies = file.policies ?? {}
  const agents = Object.keys(settings.agents)
  const { default_model: usual, classifier } = policies.cost_optimization ?? {}
  const named = [
    ...Object.keys(policies.per_model ?? {}).map((name) => ({ name, path: ['policies', 'per_model', name] })),
    ...(usual === undefined ? [] : [{ name: usual, path: ['policies', 'cost_optimization', 'default_model'] }]),
    ...(classifier === undefined ? [] : [{ name: classifier, path: ['policies', 'cost_optimization', 'classifier'] }]),
  ]
  const inTools = new Set(Object.values(settings.tools).flatMap(({ models }) => Object.keys(models)))
  const seen = new Set<string>()
  return [
    ...Object.keys(policies.per_agent ?? {})
      .filter((name) => !agents.includes(name))
      .map((name) => unknownAgent(name, ['policies', 'per_agent', name], agents)),
    ...named
      .filter(({ name }) => !meant(settings, name) && !inTools.has(name))
      .map(({ name, path }) => unknownModel(settings, name, path)),
    ...(hasHardBudget(settings) ? askedModels(file, settings) : []).flatMap(({ name, path }) => {
      const first = !seen.has(name)
      seen.add(name)
      return (first && unpriced(settings, name, path)) || []
    }),
  ]
}
