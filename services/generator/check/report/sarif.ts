import { CryptoHasher } from 'bun'
import type { CheckResult, Finding } from '../check.ts'
import type { Rule, Severity } from '../rule.ts'

const levels: Readonly<Record<Severity, string>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' }
/** Scores that code scanning sorts by: docs.github.com, "SARIF support for code scanning", read January 2026. */
const scores: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0' }

/**
 * Gives a SARIF 2.1.0 log (OASIS standard, 27 March 2020). Suppressed findings are results with a suppression, unknown
 * ones have the kind `open`, and files that could not be read are notifications.
 *
 * A result's fingerprint is made of rule, address and file, not of the line, so that it survives edits above it.
 */
export function sarifReport(result: CheckResult, rules: readonly Rule[]): string {
  const position = new Map(rules.map(({ id }, index) => [id, index]))
  const counted = new Map<string, number>()
  const resultOf = (finding: Finding, reason?: string) => ({
    ruleId: finding.rule,
    ruleIndex: position.get(finding.rule) ?? -1,
    kind: finding.status === 'fail' ? 'fail' : 'open',
    // The standard allows no other level for a result that is not a failure.
    level: finding.status === 'fail' ? levels[finding.severity] : 'none',
    message: { text: `${finding.address}: ${finding.message}. ${finding.fix}` },
    locations: [locationOf(finding.file, finding.line, finding.column)],
    partialFingerprints: { 'nimbus/v1': fingerprint(finding, counted) },
    ...(reason !== undefined && { suppressions: [{ kind: 'inSource', justification: reason }] }),
  })
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'nimbus', rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: result.problems.map(({ file, line, column, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [locationOf(file, line, column)],
            })),
          },
        ],
        results: [
          ...result.findings.map((finding) => resultOf(finding)),
          ...result.suppressed.map((finding) => resultOf(finding, finding.reason)),
        ],
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function descriptor({ id, title, why, fix, source, severity, category }: Rule) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix },
    helpUri: source,
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [category], ...(category === 'security' && { 'security-severity': scores[severity] }) },
  }
}

function locationOf(file: string, startLine: number, startColumn: number) {
  const uri = file.split('/').map(encodeURIComponent).join('/')
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn } } }
}

// Two findings of one rule on one resource are told apart by their order.
function fingerprint({ rule, address, file, message }: Finding, counted: Map<string, number>): string {
  const key = [rule, address, file, message].join('\n')
  const times = counted.get(key) ?? 0
  counted.set(key, times + 1)
  return new CryptoHasher('sha256').update(`${key}\n${times}`).digest('hex').slice(0, 32)
}
