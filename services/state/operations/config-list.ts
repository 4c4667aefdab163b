import { hostOperation, z } from '@nimbus/kernel/define'
import { alignedRows, hanging } from '@nimbus/text-table'
import { SettingView, settingView, valueText } from '../setting-view.ts'

/** Lists every setting with its value, where that comes from, and what it is for. */
export default hostOperation({
  id: 'state.config-list',
  summary: 'List all settings',
  effect: 'read',
  untrusted: true,
  input: z.object({}),
  output: z.object({ settings: z.array(SettingView) }),
  aliases: ['config list'],
  routes: [{ method: 'GET', path: '/api/state/config' }],
  examples: [{ title: 'Everything that can be set', input: {} }],
  phrases: [
    'list the settings',
    'show my configuration',
    'show all settings',
    'which settings are there',
    'all my settings',
    'print the configuration',
    'what can be configured',
    'list the configuration',
    'list all preferences',
    'what are my settings',
  ],

  target: () => ({ resources: ['nimbus:config/all'] }),
  async run(_input, ctx) {
    return { settings: (await ctx.records.config.list(ctx.workspace)).map(settingView) }
  },
  text({ settings }, _input, columns) {
    const rows = settings.map(({ key, value, origin, source }) => [key, valueText(value), source ?? origin])
    const lines = alignedRows(rows)
    return [
      ...settings.flatMap(({ description }, i) => [lines[i] ?? '', hanging('  ', description, columns)]),
      'change one with: nimbus config set <key> <value>',
    ].join('\n')
  },
})
