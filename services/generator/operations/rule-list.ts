import { operation, z } from '@nimbus/kernel/define'
import { rules } from '../rules/index.ts'

const severities = ['critical', 'high', 'medium', 'low'] as const

/** Lists the rules that code is checked against: what each protects, why, how to keep it, and where it comes from. */
export default operation({
  id: 'generator.rule-list',
  summary: 'List the rules that code is checked against',
  effect: 'read',
  input: z.object({
    severity: z.enum(severities).optional().describe('Only rules of this severity'),
    category: z
      .enum(['security', 'reliability', 'cost', 'tagging', 'performance', 'operations'])
      .optional()
      .describe('Only rules that protect this'),
    about: z.string().optional().describe('Only rules about this resource type, such as aws_s3_bucket'),
  }),
  output: z.object({
    rules: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        severity: z.enum(severities),
        category: z.string(),
        resources: z.array(z.string()).describe('Resource types it is about; empty for a rule about a whole root'),
        why: z.string(),
        fix: z.string(),
        source: z.string().describe('A URL'),
      }),
    ),
  }),
  aliases: ['check rules'],
  routes: [{ method: 'GET', path: '/api/generator/best-practices/rules' }],
  examples: [{ title: 'The gravest rules', input: { severity: 'critical' } }],
  phrases: [
    'rules about {category}',
    'which rules have to do with {category}',
    'which of the rules are about {category}',
    'list the rules',
    'what does check look at',
    'which rules are there',
    'list the rules of check',
    'show the best practice rules',
    'which rules does the check use',
    'which rules are about {about}',
    'list the {severity} rules',
    '{category} rules',
    'rules for {about}',
    'what do you check for',
  ],
  words: {
    severity: {
      values: {
        critical: ['worst', 'most severe', 'most serious', 'gravest', 'most dangerous'],
        high: ['severe', 'serious'],
      },
    },
    category: {
      values: {
        security: ['secure', 'safety', 'secure configuration', 'protect'],
        tagging: ['tags', 'labels', 'labelling', 'tag'],
        performance: ['fast', 'speed', 'slow'],
        cost: [
          'money',
          'saving cost',
          'saving money',
          'save cost',
          'save money',
          'saves cost',
          'cheaper',
          'save us money',
          'saving of cost',
          'saving of costs',
          'cost saving',
          'cost-saving',
          'money saving',
          'spending',
          'bill',
        ],
      },
    },
    about: { kind: 'resource-type' },
  },
  target: () => ({ resources: ['nimbus:rules'] }),

  async run({ severity, category, about }) {
    const listed = rules.map((each) => {
      const { id, title, severity, category, why, fix, source } = each
      const resources = each.kind === 'resource' ? [...each.resources] : []
      return { id, title, severity, category, resources, why, fix, source }
    })
    const wanted = listed.filter(
      (each) =>
        (severity === undefined || each.severity === severity) &&
        (category === undefined || each.category === category) &&
        (about === undefined || each.resources.includes(about)),
    )
    const order = (a: (typeof wanted)[number], b: (typeof wanted)[number]) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1)
    return { rules: wanted.toSorted(order) }
  },
  text: ({ rules: found }) =>
    found.length === 0
      ? 'No rule is about that.'
      : [
          ...found.map(({ id, title, severity }) => `${severity.padEnd(8)}  ${id.padEnd(38)}  ${title}`),
          `${found.length} rules; ignore one where it does not apply with # nimbus:ignore <rule> <reason>`,
        ].join('\n'),
})
