/** A setting: its key in `config.yaml`, the variable that overrides it, and what values it takes. */
export interface Setting {
  key: string
  variable: string
  description: string
  type: 'string' | 'number' | 'boolean' | readonly string[]
  default: unknown
  /** Honoured from a workspace only once it is trusted: endpoints, programs, credentials, databases. */
  sensitive: boolean
}

/** Every setting there is. */
export const settings: readonly Setting[] = [
  {
    key: 'autonomy',
    variable: 'NIMBUS_AUTONOMY',
    description:
      'how far calls may go: observe reads only, propose makes plans, operate asks, break-glass asks a person only about deletions',
    type: ['observe', 'propose', 'operate', 'break-glass'],
    default: 'operate',
    sensitive: true,
  },
  {
    key: 'database.url',
    variable: 'NIMBUS_DATABASE_URL',
    description: 'postgres:// URL for a team; empty means the SQLite file in the home',
    type: 'string',
    default: '',
    sensitive: true,
  },
  {
    key: 'server.hostname',
    variable: 'NIMBUS_HOSTNAME',
    description: 'address that nimbus serve binds',
    type: 'string',
    default: '127.0.0.1',
    sensitive: true,
  },
  {
    key: 'server.port',
    variable: 'NIMBUS_PORT',
    description: 'port of nimbus serve in one process',
    type: 'number',
    default: 3000,
    sensitive: true,
  },
  {
    key: 'server.body_limit_bytes',
    variable: 'NIMBUS_BODY_LIMIT_BYTES',
    description: 'largest request body that is accepted, in bytes',
    type: 'number',
    default: 1_048_576,
    sensitive: true,
  },
  {
    key: 'generator.conventions',
    variable: 'NIMBUS_CONVENTIONS',
    description:
      'conventions file that generated code obeys: name pattern, required tags, allowed regions and versions',
    type: 'string',
    default: '.nimbus/conventions.yaml',
    sensitive: false,
  },
  {
    key: 'safety.max_changes',
    variable: 'NIMBUS_MAX_CHANGES',
    description: 'most resources that one plan may change',
    type: 'number',
    default: 1000,
    sensitive: true,
  },
  {
    key: 'safety.max_deletions',
    variable: 'NIMBUS_MAX_DELETIONS',
    description: 'most resources that one plan may delete or replace',
    type: 'number',
    default: 100,
    sensitive: true,
  },
  {
    key: 'safety.max_minutes',
    variable: 'NIMBUS_MAX_MINUTES',
    description: 'longest that one task may begin new steps, in minutes',
    type: 'number',
    default: 1440,
    sensitive: true,
  },
  {
    key: 'safety.max_cost_usd',
    variable: 'NIMBUS_MAX_COST_USD',
    description: 'most that one plan may cost, in US dollars; what is unknown does not pass; empty means no limit',
    type: 'string',
    default: '',
    sensitive: true,
  },
  {
    key: 'safety.max_changes_per_day',
    variable: 'NIMBUS_MAX_CHANGES_PER_DAY',
    description: 'most resources that all plans of a day may change; empty means no limit',
    type: 'string',
    default: '',
    sensitive: true,
  },
  {
    key: 'safety.max_deletions_per_day',
    variable: 'NIMBUS_MAX_DELETIONS_PER_DAY',
    description: 'most resources that all plans of a day may delete or replace; empty means no limit',
    type: 'string',
    default: '',
    sensitive: true,
  },
  {
    key: 'safety.max_minutes_per_day',
    variable: 'NIMBUS_MAX_MINUTES_PER_DAY',
    description: 'most minutes that the steps of all plans of a day may take; empty means no limit',
    type: 'string',
    default: '',
    sensitive: true,
  },
  {
    key: 'safety.max_cost_usd_per_day',
    variable: 'NIMBUS_MAX_COST_USD_PER_DAY',
    description:
      'most US dollars that all plans of a day may cost; what is unknown does not pass; empty means no limit',
    type: 'string',
    default: '',
    sensitive: true,
  },
  {
    key: 'log.level',
    variable: 'NIMBUS_LOG',
    description: 'what is logged to stderr',
    type: ['debug', 'info', 'warn', 'off'],
    default: 'warn',
    sensitive: false,
  },
]

/** A value as the setting's type, or a sentence saying what it takes. */
export const parseSetting = (setting: Setting, value: unknown): { value: unknown } | { problem: string } => {
  const { type } = setting
  if (Array.isArray(type)) {
    if (typeof value === 'string' && type.includes(value)) return { value }
    return { problem: `takes one of ${type.join(', ')}` }
  }
  if (type === 'number') {
    const number =
      typeof value === 'number' ? value : typeof value === 'string' && value.trim() ? Number(value) : Number.NaN
    return Number.isFinite(number) && number >= 0 ? { value: number } : { problem: 'takes a number of 0 or more' }
  }
  if (type === 'boolean') {
    if (value === true || value === 'true') return { value: true }
    if (value === false || value === 'false') return { value: false }
    return { problem: 'takes true or false' }
  }
  return typeof value === 'string' ? { value } : { problem: 'takes text' }
}
