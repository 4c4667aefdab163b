import { type Finding, hostOperation, z } from '@nimbus/kernel/define'
import { refuseAutonomy } from '../autonomy.ts'
import { overriddenBy, SettingKey, SettingView, settingResource, settingView, valueText } from '../setting-view.ts'
import { settingValueWords, settingWords } from '../setting-words.ts'

const sameFindings = (key: string, wanted: unknown, found: unknown): Finding[] => [
  wanted === found
    ? { status: 'pass', code: 'setting-written', message: `your file says ${valueText(found)}`, resource: key }
    : { status: 'fail', code: 'setting-written', message: `your file says ${valueText(found)}`, resource: key },
]

/**
 * Changes one setting in your own configuration file, and leaves the rest of the file as you wrote it.
 *
 * The value is checked before anything is written. A variable or the workspace may override it; then that is said.
 * Only a person changes `autonomy`, and is asked.
 */
export default hostOperation({
  id: 'state.config-set',
  summary: 'Change a setting',
  effect: 'update',
  idempotent: true,
  input: z.object({
    key: SettingKey,
    value: z.union([z.string(), z.number(), z.boolean()]).describe('The new value'),
  }),
  output: SettingView.extend({
    previous: z.unknown().optional().describe('What your file said before; absent when it said nothing'),
    overridden: z.string().describe('What keeps the value from taking effect here, if anything does'),
  }),
  positional: ['key', 'value'],
  aliases: ['config set'],
  routes: [{ method: 'PUT', path: '/api/state/config' }],
  examples: [{ title: 'Log more', input: { key: 'log.level', value: 'info' } }],
  phrases: [
    '{key} to {value}',
    '{key} {value}',
    'i want {key} {value}',
    'i want {key} at {value}',
    'set {key} to {value}',
    'change the setting {key} to {value}',
    'change {key} to {value}',
    'use {value} as {key}',
    'turn {key} {value}',
    'make {key} {value}',
    'switch {key} to {value}',
    'configure {key} as {value}',
    'raise {key} to {value}',
    'lower {key} to {value}',
    'put {key} on {value}',
    'set {key} {value}',
  ],
  words: {
    key: { kind: 'setting', values: settingWords },
    value: { kind: 'value', words: ['to {}', '= {}'], values: settingValueWords },
  },

  target: ({ key }) => ({ resources: [settingResource(key)] }),
  async preview({ key, value }, ctx) {
    refuseAutonomy(key, ctx)
    // Nobody is asked about a value that the setting does not take.
    const wanted = ctx.records.config.checked(key, value)
    const before = await ctx.records.config.own(key)
    const summary = `${before === undefined ? '(not set)' : valueText(before)} → ${valueText(wanted)}`
    return {
      changes: [{ resource: settingResource(key), effect: before === undefined ? 'create' : 'update', summary }],
    }
  },
  async run({ key, value }, ctx) {
    refuseAutonomy(key, ctx)
    const { setting, previous } = await ctx.step(`Set ${key}`, () => ctx.records.config.set(key, value))
    return {
      ...settingView(setting),
      ...(previous === undefined ? {} : { previous }),
      overridden: await overriddenBy(key, ctx),
    }
  },
  verify: async ({ key }, { value }, ctx) => sameFindings(key, value, await ctx.records.config.own(key)),
  undo: ({ key }, { previous: before }) =>
    typeof before === 'string' || typeof before === 'number' || typeof before === 'boolean'
      ? { operation: 'state.config-set', input: { key, value: before } }
      : { operation: 'state.config-unset', input: { key } },
  text: ({ key, value, previous: before, overridden }) =>
    [
      `✓ ${key} is ${valueText(value)}${before === undefined ? '' : `, was ${valueText(before)}`}`,
      ...(overridden ? [`! ${overridden}`] : []),
      ...(key === 'autonomy' && value === 'observe'
        ? [
            '! nothing is changed from now on, not even this: go back with NIMBUS_AUTONOMY=operate nimbus config set autonomy operate',
          ]
        : []),
    ].join('\n'),
})
