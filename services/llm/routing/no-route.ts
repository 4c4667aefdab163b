import { denied, invalid, missing, type NimbusError } from '@nimbus/kernel/define'
import { servesAnything } from '../config/provider-types.ts'
import type { Provider, Settings } from '../config/settings.ts'
import { faultError, mayBeKeyless, noKey } from '../providers/access.ts'
import type { Rejection } from './choose-route.ts'
import type { Task } from './task.ts'
import { unknownModel } from './unknown-model.ts'

/** The provider of a rejected model. */
const ownerOf = ({ target }: Rejection): string => target.slice(0, target.indexOf('/'))

/** The provider whose key is all that stands in the way of everybody who could answer, if it is a single one. */
const keylessProvider = (settings: Settings, rejected: readonly Rejection[]): Provider | undefined => {
  const names = new Set(rejected.map(ownerOf))
  const [only] = names
  return names.size === 1 && only !== undefined && rejected.every(({ rule }) => rule === 'key')
    ? settings.providers[only]
    : undefined
}

const nobody = (settings: Settings, listed: string, named: Provider | undefined): NimbusError => {
  if (named && servesAnything(named) && !listed)
    return missing('no-model', `No model of ${named.name} was named`, {
      why: `none is configured, and ${named.name} has those that its owner put there`,
      next: `name one: --model ${named.name}/<model>; nimbus llm models shows them`,
    })
  const open = Object.values(settings.providers).find(servesAnything)
  const places = Object.values(settings.providers)
    .filter((provider) => provider.apiKey === undefined && !mayBeKeyless(provider))
    .map(({ name, keyFrom }) => `${name} (${keyFrom})`)
  const looked = places.length > 0 ? `, and there is no key: looked for ${places.join('; ')}` : ''
  return missing('no-model', 'There is no model to ask', {
    why: listed || `no model is configured${looked}`,
    next: `set ANTHROPIC_API_KEY, OPENAI_API_KEY or GOOGLE_GENERATIVE_AI_API_KEY, or ${
      open ? `name a model of ${open.name}: --model ${open.name}/<model>` : 'run a model with Ollama'
    }; nimbus llm config init writes a configuration`,
  })
}

/** Why nobody can answer a task, as the error whose remedy is the nearest: the first rule that stood in the way. */
export const noRoute = (task: Task, settings: Settings, rejected: readonly Rejection[]): NimbusError => {
  const listed = rejected.map(({ target, reason }) => `${target}: ${reason}`).join('; ')
  // Whatever another provider lacks is beside the point when one was asked for.
  const telling = rejected.filter(({ rule }) => rule !== 'provider')
  const [first] = telling.length > 0 ? telling : rejected
  const keyless = keylessProvider(settings, telling)
  if (keyless) return noKey(keyless)
  if (task.model !== undefined && first?.rule === 'unknown') return unknownModel(settings, task.model, task.provider)
  const faulty = first?.rule === 'fault' ? settings.providers[ownerOf(first)]?.fault : undefined
  if (faulty) return faultError(faulty)
  switch (first?.rule) {
    case 'privacy':
      return denied('local-only', 'No model on this machine can answer', {
        why: listed,
        next: 'configure a local provider such as ollama, or set policies.privacy.local_only to false',
      })
    case 'context':
      return invalid('prompt-too-long', `The prompt of about ${task.inputTokens} tokens fits no model`, {
        why: listed,
        next: 'shorten it, or configure a model with a larger window',
      })
    case 'tools':
    case 'vision':
      return invalid(
        'unsuitable-model',
        `No model that may be asked takes ${first.rule === 'tools' ? 'tools' : 'images'}`,
        {
          why: listed,
          next: 'name or configure one that does',
        },
      )
    case 'resting':
      return missing('providers-resting', 'Every provider that could answer has just failed several times', {
        why: listed,
        next: 'try again in a moment',
      })
    case 'program':
      return missing('nobody-left', 'Nobody is here who could be asked', {
        why: listed,
        next: 'see who can be asked with: nimbus llm tool list',
      })
    default:
      return nobody(settings, listed, task.provider === undefined ? undefined : settings.providers[task.provider])
  }
}
