import { dirname, resolve } from 'node:path'
import { loadHcl } from '@nimbus/hcl'
import { Directory, operation, z } from '@nimbus/kernel/define'
import { changedFiles } from '../check/changed-files.ts'
import { checkModules } from '../check/check.ts'
import { loadModules } from '../check/load.ts'
import { readConfiguration } from '../check/read-files.ts'
import { formats, report } from '../check/report/reports.ts'
import { rules } from '../rules/index.ts'
import { resourceOf } from '../terraform/request.ts'

const Finding = z.object({
  rule: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  status: z.enum(['fail', 'unknown']),
  address: z.string(),
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  message: z.string(),
  why: z.string(),
  fix: z.string(),
  source: z.string(),
})

/**
 * Checks Terraform code against best practices, without running terraform and without changing anything.
 *
 * Values that a root passes are followed into the modules it calls. What the code does not decide is `unknown`, apart
 * from passed and failed. A rule is ignored where a comment `# nimbus:ignore <rule> <reason>` says so. Exit 6 when a
 * rule failed or a file could not be understood.
 */
export default operation({
  id: 'generator.check',
  summary: 'Check Terraform code against best practices',
  effect: 'read',
  idempotent: true,
  untrusted: true,
  input: z.object({
    path: Directory.default('.').describe('A directory with Terraform code, or one file'),
    format: z.enum(formats).default('table').describe('How to report'),
    changed: z.boolean().default(false).describe('Report only files that differ from the last commit'),
  }),
  output: z.object({
    rules: z.number().int(),
    files: z.number().int(),
    passed: z.number().int().describe('Resources that keep a rule, over all rules'),
    failed: z.number().int(),
    unknown: z.number().int(),
    findings: z.array(Finding).describe('Gravest first'),
    suppressed: z.array(Finding.extend({ reason: z.string() })),
    problems: z.array(
      z.object({ file: z.string(), line: z.number().int(), column: z.number().int(), message: z.string() }),
    ),
    report: z.string().describe('The result in the chosen format'),
  }),
  positional: ['path'],
  aliases: ['check'],
  routes: [
    { method: 'POST', path: '/api/generator/best-practices/analyze' },
    { method: 'POST', path: '/api/generator/best-practices/report' },
  ],
  examples: [
    { title: 'Check the code in infra/', input: { path: 'infra' } },
    { title: 'What you are about to commit, for code scanning', input: { path: '.', changed: true, format: 'sarif' } },
  ],
  phrases: [
    'best practice check',
    'best practice check of what i changed',
    'rules check of {path}',
    'rules check on my changes',
    'report of {path} against the rules',
    'best practice report of {path}',
    '{format} report of {path}',
    '{format} report for {path}',
    'rules report of {path}',
    'how does {path} stand against the rules',
    'how does {path} do against the rules',
    'how {path} stands against the rules',
    'run the rules over {path}',
    'run the rules over what i changed',
    'does {path} break any rules',
    'check what i changed against the rules',
    'run a security scan over {path}',
    'scan {path}',
    'check the security of {path}',
    'does the {path} code follow best practices',
    'best practices for {path}',
    'is our {path} secure',
    'check the code of {path}',
    'look for security problems in {path}',
    'run the checks on {path}',
    'validate {path} against best practices',
    'check {path}',
    'does {path} fail any checks',
    'does the {path} code pass the checks',
    'does {path} pass the rules',
    'check the terraform in {path}',
    'is {path} safe',
    'is the code in {path} secure',
    'run the best practice check on {path}',
    'check {path} against best practices',
    'best practices check of {path}',
    'lint {path}',
    'security check of {path}',
    'scan {path} for security problems',
    'does {path} follow best practices',
    'audit the terraform code in {path}',
    'check the code',
    'is the terraform in {path} safe',
    'review {path} against the rules',
    'any problems in the terraform code of {path}',
    'are there misconfigurations in {path}',
  ],
  words: {
    path: { kind: 'code' },
    changed: {
      words: [
        'on my changes',
        'my changes only',
        'my changes',
        "haven't committed",
        'have not committed',
        "i haven't committed",
        'only what i changed',
        'what i changed only',
        'changed files only',
        'uncommitted',
        'uncommitted changes',
        'not committed yet',
        'just what i changed',
        'files i edited',
        'files i touched',
        'touched',
        'only changed',
        'changed files',
        'files i changed',
        'just the changes',
        'what i changed',
        'modified files',
        'differ from the last commit',
        'different from the last commit',
        'since the last commit',
        'not yet committed',
        'uncommitted code',
        'uncommitted terraform',
        'edited since the last commit',
        'changed since the last commit',
        'only the diff',
        'only files that differ',
        'only what differs',
        'just the files i touched',
        'only the files i touched',
        'what i have touched',
        'leave out unchanged files',
        'without unchanged files',
        'ignore unchanged files',
      ],
    },
  },
  target: ({ path }) => ({ resources: [`workspace:${path}`] }),

  async preview({ path }, ctx) {
    return { changes: [{ resource: resourceOf(path, ctx.workspace), effect: 'read' }] }
  },

  async run({ path, format, changed }, ctx) {
    const [parse, configuration] = await Promise.all([loadHcl(), readConfiguration(path, ctx.workspace, ctx.signal)])
    const { files, problems, asked } = configuration
    const differing = changed ? await changedFiles(await directoryOf(path), ctx) : undefined
    const concerns = (file: string) => asked(file) && (differing?.has(resolve(ctx.workspace, file)) ?? true)

    const modules = loadModules(files, parse)
    const result = checkModules({ ...modules, problems: [...problems, ...modules.problems] }, rules, concerns)
    return {
      ...result,
      findings: [...result.findings],
      suppressed: [...result.suppressed],
      problems: [...result.problems],
      report: report(format, result, rules),
    }
  },

  negative: ({ failed, problems }) => failed > 0 || problems.length > 0,
  text: ({ report }) => report.trimEnd(),
})

async function directoryOf(path: string): Promise<string> {
  const isDirectory = await Bun.file(path)
    .stat()
    .then((status) => status.isDirectory())
  return isDirectory ? path : dirname(path)
}
