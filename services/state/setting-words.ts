/** What people call the settings, by key. */
export const settingWords: Readonly<Record<string, readonly string[]>> = {
  autonomy: ['autonomy', 'level of autonomy', 'autonomy level'],
  'database.url': ['database url', 'database address', 'url of the database', 'db url'],
  'server.hostname': ['server hostname', 'hostname', 'bind address', 'address of the server', 'host of the server'],
  'server.port': ['server port', 'port', 'port of the server', 'port number'],
  'server.body_limit_bytes': [
    'body limit',
    'body limit bytes',
    'largest request body',
    'request size limit',
    'upload limit',
  ],
  'generator.conventions': ['generator conventions', 'conventions file', 'conventions of the generator'],
  'safety.max_changes': ['max changes', 'most changes', 'limit of changes', 'change limit', 'maximum of changes'],
  'safety.max_deletions': ['max deletions', 'most deletions', 'limit of deletions', 'deletion limit', 'deletion cap'],
  'safety.max_minutes': ['max minutes', 'most minutes', 'time limit', 'time limit of tasks'],
  'safety.max_cost_usd': ['max cost usd', 'max cost', 'cost limit'],
  'safety.max_changes_per_day': [
    'max changes per day',
    'most changes per day',
    'changes per day',
    'changes a day',
    'daily change limit',
  ],
  'safety.max_deletions_per_day': [
    'max deletions per day',
    'most deletions per day',
    'deletions per day',
    'deletions a day',
    'daily deletion limit',
  ],
  'safety.max_minutes_per_day': [
    'max minutes per day',
    'most minutes per day',
    'minutes per day',
    'minutes a day',
    'daily minutes',
  ],
  'safety.max_cost_usd_per_day': [
    'max cost usd per day',
    'max cost per day',
    'cost per day',
    'cost limit per day',
    'daily cost limit',
  ],
  'log.level': ['log level', 'logging', 'level of logging', 'verbosity', 'logging level'],
}

/** Values that are words, as settings take them. */
export const settingValueWords: Readonly<Record<string, readonly string[]>> = {
  debug: [],
  info: [],
  warn: ['warnings', 'warning'],
  off: ['silent', 'quiet', 'none'],
  observe: [],
  propose: [],
  operate: [],
  'break-glass': ['break glass'],
  true: ['on', 'yes'],
  false: ['no'],
}
