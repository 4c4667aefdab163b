import { invalid, nearest } from '@nimbus/kernel/define'
import { inVain } from '../config/in-vain.ts'
import type { Settings } from '../config/settings.ts'

/** Refuses the name of an agent or a provider that is not configured (exit 2), with the nearest that is. */
export const requireKnown = (kind: 'agent' | 'provider', name: string | undefined, settings: Settings): void => {
  if (name === undefined) return
  const names = Object.keys(settings[`${kind}s`])
  if (names.includes(name)) return
  const meant = nearest(name, names)
  throw invalid(`unknown-${kind}`, `${kind}: there is no ${kind} named ${name}`, {
    at: kind,
    why: names.length > 0 ? `configured: ${names.toSorted().join(', ')}` : `no ${kind} is configured`,
    next:
      inVain(settings, `${kind}s.${name}`) ??
      (meant ? `did you mean ${meant}?` : `define it under ${kind}s in llm.yaml`),
  })
}
