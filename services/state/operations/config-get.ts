import { hostOperation, z } from '@nimbus/kernel/define'
import { SettingKey, SettingView, settingView } from '../setting-view.ts'
import { settingWords } from '../setting-words.ts'

/**
 * Gives the value of one setting and where it comes from.
 *
 * Variables win over the workspace, the workspace over your own file, your file over the default.
 */
export default hostOperation({
  id: 'state.config-get',
  summary: 'Show one setting',
  effect: 'read',
  untrusted: true,
  input: z.object({ key: SettingKey }),
  output: SettingView,
  positional: ['key'],
  aliases: ['config get'],
  routes: [{ method: 'GET', path: '/api/state/config/:key' }],
  examples: [{ title: 'How far may calls go?', input: { key: 'autonomy' } }],
  phrases: [
    'show {key}',
    '{key}',
    'what is the {key}',
    'what is {key}',
    'print {key}',
    'current {key}',
    'tell me the {key}',
    'what is {key} set to',
    '{key} is set to what',
    '{key} is what',
    'show the setting {key}',
    'what is the value of {key}',
    'what is my {key}',
    'get the setting {key}',
    'which {key} do i have',
    'how is {key} set',
    '{key} in my configuration',
    'value of {key}',
  ],
  words: {
    key: { kind: 'setting', values: settingWords },
  },

  target: ({ key }) => ({ resources: [`nimbus:config/${key}`] }),
  run: async ({ key }, ctx) => settingView(await ctx.records.config.get(key, ctx.workspace)),
  // The bare value, so that a script can use it.
  text: ({ value }) => (typeof value === 'string' ? value : JSON.stringify(value)),
})
