import { describe, expect, test } from 'bun:test'
import { loadHcl } from '@nimbus/hcl'
import { rules } from '../../rules/index.ts'
import { checkModules } from '../check.ts'
import { loadModules } from '../load.ts'
import { jsonReport } from './json.ts'
import { markdownReport } from './markdown.ts'
import { sarifReport } from './sarif.ts'
import { tableReport } from './table.ts'

const parse = await loadHcl()
const volume = `resource "aws_ebs_volume" "data" {
  size = 10
}

variable "encrypted" {}

resource "aws_ebs_volume" "logs" {
  encrypted = var.encrypted
}

# nimbus:ignore aws-ebs-volume-encrypted holds public data only
resource "aws_ebs_volume" "public" {
  size = 10
}
`
const chosen = rules.filter(({ id }) => id === 'aws-ebs-volume-encrypted')

function result(text: string) {
  return checkModules(loadModules([{ path: 'infra/a b.tf', text }], parse), chosen)
}

describe('reports', () => {
  test('the table leads with a summary and aligns its columns', () => {
    expect(tableReport(result(volume)).split('\n')).toEqual([
      '✗ 1 file, 1 rule: 1 failed, 1 unknown, 0 passed, 1 ignored',
      '✗  high  infra/a b.tf:1  aws-ebs-volume-encrypted  the volume is not encrypted',
      '   aws_ebs_volume.data',
      '   fix  Set encrypted = true, and kms_key_id for a key of your own.',
      '?  high  infra/a b.tf:8  aws-ebs-volume-encrypted  encrypted: var.encrypted has no default',
      '   aws_ebs_volume.logs',
      '   fix  Set encrypted = true, and kms_key_id for a key of your own.',
      '- infra/a b.tf:12  aws-ebs-volume-encrypted ignored: holds public data only',
      '',
    ])
  })

  test('JSON holds the whole result', () => {
    expect(JSON.parse(jsonReport(result(volume)))).toMatchObject({ rules: 1, failed: 1, unknown: 1, passed: 0 })
  })

  test('Markdown lets no text of the configuration add markup', () => {
    const text = 'resource "aws_ebs_volume" "x|y<img src=x>[a](b)" {}\n'
    const cells = markdownReport(result(text)).split('\n').at(-2) ?? ''

    expect(cells).not.toMatch(/<img|\[a\]/)
    expect(cells.match(/(?<!\\)\|/g)).toHaveLength(7)
  })

  test('SARIF has what version 2.1.0 requires', () => {
    const log = JSON.parse(sarifReport(result(volume), chosen))

    expect(log.version).toBe('2.1.0')
    const [run] = log.runs
    expect(run.tool.driver.name).toBe('nimbus')
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['aws-ebs-volume-encrypted'])
    expect(run.results).toHaveLength(3)
    for (const { ruleId, ruleIndex, message, locations, kind, level } of run.results) {
      expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId)
      expect(message.text.length).toBeGreaterThan(0)
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('infra/a%20b.tf')
      expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0)
      expect(kind === 'fail' || level === 'none').toBe(true)
    }
    expect(run.results[2].suppressions).toEqual([{ kind: 'inSource', justification: 'holds public data only' }])
  })

  test('SARIF fingerprints survive lines added above', () => {
    const prints = (text: string): unknown[] =>
      JSON.parse(sarifReport(result(text), chosen)).runs[0].results.map(
        (one: { partialFingerprints: unknown }) => one.partialFingerprints,
      )

    expect(prints(`# a\n# b\n\n${volume}`)).toEqual(prints(volume))
    expect(new Set(prints(volume).map((print) => JSON.stringify(print))).size).toBe(3)
  })

  test('files that could not be read are named in every form', () => {
    const broken = result('resource "a" "b" {\n')

    for (const report of [
      tableReport(broken),
      markdownReport(broken),
      jsonReport(broken),
      sarifReport(broken, chosen),
    ]) {
      expect(report).toContain('what starts on line 1')
    }
  })
})
