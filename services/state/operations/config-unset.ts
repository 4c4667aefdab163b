import { hostOperation, z } from '@nimbus/kernel/define'
import { refuseAutonomy } from '../autonomy.ts'
import { SettingKey, SettingView, settingResource, settingView, valueText } from '../setting-view.ts'
import { settingWords } from '../setting-words.ts'

/** Takes one setting out of your own configuration file, so that the workspace or the default holds again. */
export default hostOperation({
  id: 'state.config-unset',
  summary: 'Forget a setting of yours',
  effect: 'update',
  idempotent: true,
  input: z.object({ key: SettingKey }),
  output: SettingView.extend({
    previous: z.unknown().optional().describe('What your file said before; absent when it said nothing'),
  }),
  positional: ['key'],
  aliases: ['config unset'],
  routes: [{ method: 'DELETE', path: '/api/state/config/:key' }],
  examples: [{ title: 'Back to the default', input: { key: 'log.level' } }],
  phrases: [
    'put {key} back to its default',
    'restore the default for {key}',
    'restore the default {key}',
    'set {key} back to what it was by default',
    'unset {key}',
    'reset {key} to its default',
    'forget my setting {key}',
    'use the default for {key} again',
    'go back to the default {key}',
    'take my {key} setting back',
    'remove the setting {key}',
    'default {key} again',
    '{key} back to the default',
    'set {key} back to the default',
    'take {key} back to its default',
    'put {key} back to its default',
    'restore the default of {key}',
    'clear the setting {key}',
    'drop my setting for {key}',
    'drop my value for {key}',
    'get rid of my setting for {key}',
    'throw away my value for {key}',
    'remove my {key}',
    'lift my {key}',
    'drop my {key}',
    '{key} back to the standard one',
    'back to the default {key}',
    'remove {key} from my config',
  ],
  words: {
    key: { kind: 'setting', values: settingWords },
  },

  target: ({ key }) => ({ resources: [settingResource(key)] }),
  async preview({ key }, ctx) {
    refuseAutonomy(key, ctx)
    const before = await ctx.records.config.own(key)
    if (before === undefined) return { changes: [] }
    return {
      changes: [{ resource: settingResource(key), effect: 'update', summary: `${valueText(before)} → (not set)` }],
    }
  },
  async run({ key }, ctx) {
    refuseAutonomy(key, ctx)
    const { config } = ctx.records
    const isSet = (await config.own(key)) !== undefined
    const before = isSet ? await ctx.step(`Unset ${key}`, () => config.unset(key)) : undefined
    return {
      ...settingView(await config.get(key, ctx.workspace)),
      ...(before === undefined ? {} : { previous: before }),
    }
  },
  async verify({ key }, _output, ctx) {
    const left = await ctx.records.config.own(key)
    return [
      left === undefined
        ? { status: 'pass', code: 'setting-removed', message: `your file no longer sets ${key}` }
        : { status: 'fail', code: 'setting-removed', message: `your file still says ${valueText(left)}` },
    ]
  },
  undo: ({ key }, { previous: before }) =>
    typeof before === 'string' || typeof before === 'number' || typeof before === 'boolean'
      ? { operation: 'state.config-set', input: { key, value: before } }
      : { irreversible: 'nothing was changed' },
  text: ({ key, value, origin, previous: before }) =>
    `✓ ${key} ${before === undefined ? 'was not set' : 'is no longer set'} by you; ${valueText(value)} is in effect (${origin})`,
})
