/** A setting: its key in `config.yaml`, the variable that overrides it, and what values it takes. */
export interface Setting {
  key: string
  variable: string
  description: string
  type: 'string' | 'number' | 'integer' | 'boolean' | readonly string[]
  /** Of a number: empty stands for none. */
  mayBeEmpty?: true
  /** Of a number: the largest that it takes. */
  most?: number
  /** Of a text: what it has to look like, and that in words. */
  form?: { like: RegExp; words: string }
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
    // A word that is neither would become the name of a file in the current folder.
    form: {
      like: /^(|postgres(ql)?:\/\/.*|\/.*)$/,
      words: 'postgres://…, the whole path of a SQLite file, or nothing for the one in the home',
    },
    default: '',
    sensitive: true,
  },
  {
    key: 'server.hostname',
    variable: 'NIMBUS_HOSTNAME',
    description: 'address that nimbus serve binds',
    type: 'string',
    form: { like: /^\S+$/, words: 'an address of this machine; 0.0.0.0 is all of them' },
    default: '127.0.0.1',
    sensitive: true,
  },
  {
    key: 'server.port',
    variable: 'NIMBUS_PORT',
    description: 'port of nimbus serve in one process',
    type: 'integer',
    most: 65_535,
    default: 3000,
    sensitive: true,
  },
  {
    key: 'server.body_limit_bytes',
    variable: 'NIMBUS_BODY_LIMIT_BYTES',
    description: 'largest request body that is accepted, in bytes',
    type: 'integer',
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
    type: 'integer',
    default: 1000,
    sensitive: true,
  },
  {
    key: 'safety.max_deletions',
    variable: 'NIMBUS_MAX_DELETIONS',
    description: 'most resources that one plan may delete or replace',
    type: 'integer',
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
    type: 'number',
    mayBeEmpty: true,
    default: '',
    sensitive: true,
  },
  {
    key: 'safety.max_changes_per_day',
    variable: 'NIMBUS_MAX_CHANGES_PER_DAY',
    description: 'most resources that all plans of a day may change; empty means no limit',
    type: 'integer',
    mayBeEmpty: true,
    default: '',
    sensitive: true,
  },
  {
    key: 'safety.max_deletions_per_day',
    variable: 'NIMBUS_MAX_DELETIONS_PER_DAY',
    description: 'most resources that all plans of a day may delete or replace; empty means no limit',
    type: 'integer',
    mayBeEmpty: true,
    default: '',
    sensitive: true,
  },
  {
    key: 'safety.max_minutes_per_day',
    variable: 'NIMBUS_MAX_MINUTES_PER_DAY',
    description: 'most minutes that the steps of all plans of a day may take; empty means no limit',
    type: 'number',
    mayBeEmpty: true,
    default: '',
    sensitive: true,
  },
  {
    key: 'safety.max_cost_usd_per_day',
    variable: 'NIMBUS_MAX_COST_USD_PER_DAY',
    description:
      'most US dollars that all plans of a day may cost; what is unknown does not pass; empty means no limit',
    type: 'number',
    mayBeEmpty: true,
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

const numberFrom = (value: unknown): number => {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() ? Number(value) : Number.NaN
}

const parseNumber = ({ type, mayBeEmpty, most }: Setting, value: unknown): { value: unknown } | { problem: string } => {
  if (mayBeEmpty && typeof value === 'string' && value.trim() === '') return { value: '' }
  const number = numberFrom(value)
  const fits = type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number)
  if (fits && number >= 0 && number <= (most ?? number)) return { value: number }
  const kind = type === 'integer' ? 'a whole number' : 'a number'
  const range = most === undefined ? 'of 0 or more' : `from 0 to ${most}`
  return { problem: `takes ${kind} ${range}${mayBeEmpty ? ', or nothing for no limit' : ''}` }
}

/** A value as the setting's type, or a sentence saying what it takes. */
export const parseSetting = (setting: Setting, value: unknown): { value: unknown } | { problem: string } => {
  const { type } = setting
  if (Array.isArray(type)) {
    if (typeof value === 'string' && type.includes(value)) return { value }
    return { problem: `takes one of ${type.join(', ')}` }
  }
  if (type === 'number' || type === 'integer') return parseNumber(setting, value)
  if (type === 'boolean') {
    if (value === true || value === 'true') return { value: true }
    if (value === false || value === 'false') return { value: false }
    return { problem: 'takes true or false' }
  }
  if (typeof value !== 'string') return { problem: 'takes text' }
  return setting.form?.like.test(value) === false ? { problem: `takes ${setting.form.words}` } : { value }
}
