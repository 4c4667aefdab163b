import { hostOperation, z } from '@nimbus/kernel/define'
import { SettingView, settingView, valueText } from '../setting-view.ts'
import { alignedRows } from '../text-table.ts'

/** Lists every setting with its value, where that comes from, and what it is for. */
export default hostOperation({
  id: 'state.config-list',
  summary: 'List all settings',
  effect: 'read',
  input: z.object({}),
  output: z.object({ settings: z.array(SettingView) }),
  aliases: ['config list'],
  routes: [{ method: 'GET', path: '/api/state/config' }],
  examples: [{ title: 'Everything that can be set', input: {} }],
  phrases: ['list the settings', 'show my configuration'],

  target: () => ({ resources: ['nimbus:config/all'] }),
  async run(_input, ctx) {
    return { settings: (await ctx.records.config.list(ctx.workspace)).map(settingView) }
  },
  text: ({ settings }) =>
    [
      ...alignedRows(
        settings.map(({ key, value, origin, description }) => [
          key,
          valueText(value),
          origin === 'default' ? '' : origin,
          description,
        ]),
      ),
      'change one with: nimbus config set <key> <value>',
    ].join('\n'),
})
