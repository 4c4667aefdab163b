/** What people call the settings, by key. */
export const settingWords: Readonly<Record<string, readonly string[]>> = {
  autonomy: ['autonomy', 'level of autonomy', 'autonomy level'],
  'database.url': ['database url', 'database address', 'url of the database'],
  'server.hostname': ['server hostname', 'hostname', 'bind address', 'address of the server'],
  'server.port': ['server port', 'port', 'port of the server'],
  'server.body_limit_bytes': ['body limit', 'body limit bytes', 'largest request body', 'request size limit'],
  'generator.conventions': ['generator conventions', 'conventions file', 'conventions of the generator'],
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
