import { describe, expect, test } from 'bun:test'
import { attribute, block, printHcl } from '@nimbus/hcl'
import { realTerraform, runTerraform } from '@nimbus/testkit'
import { outcomeOf } from '../testing.ts'
import { folder } from './folder.ts'
import { specs } from './specs.ts'

const terraform = realTerraform()
const names = Object.keys(specs)

test('the specs below are right, and there are at least twenty', () => {
  expect(names.length).toBeGreaterThanOrEqual(20)
  const wrong = names.filter((name) => outcomeOf(specs[name] ?? '').stack === undefined)
  expect(wrong).toEqual([])
})

test('the same spec gives the same bytes', () => {
  for (const name of names) expect(outcomeOf(specs[name] ?? '').files).toEqual(outcomeOf(specs[name] ?? '').files)
})

describe.skipIf('absent' in terraform)(
  `real Terraform${'absent' in terraform ? ` (skipped: ${terraform.absent})` : ''}`,
  () => {
    test('finds every generated root formatted and valid', async () => {
      if ('absent' in terraform) return
      await using place = await folder()
      const roots: { readonly label: string; readonly path: string }[] = []
      for (const [index, name] of names.entries()) {
        const { files, stack } = outcomeOf(specs[name] ?? '')
        await place.write(files, `spec-${index}`)
        for (const environment of stack?.environments ?? []) {
          roots.push({ label: `s${index}_${environment.name}`, path: `./spec-${index}/envs/${environment.name}` })
        }
      }
      // One root that holds all others: the provider's schema is loaded once instead of once for each.
      const calls = roots.map(({ label, path }) => block('module', [label], [attribute('source', path)]))
      await place.write([{ path: 'main.tf', text: printHcl(calls) }])

      const format = await runTerraform(terraform, place.path, ['fmt', '-check', '-recursive', '-diff'])
      expect(format).toMatchObject({ exit: 0, stdout: '' })
      const init = await runTerraform(terraform, place.path, ['init', '-backend=false', '-input=false', '-no-color'])
      expect(init.stderr).toBe('')
      const validate = await runTerraform(terraform, place.path, ['validate', '-json'])
      const { valid, diagnostics } = JSON.parse(validate.stdout) as {
        valid: boolean
        diagnostics: { severity: string; summary: string }[]
      }
      const expected = 'Backend configuration ignored'
      expect(diagnostics.filter(({ summary }) => summary !== expected)).toEqual([])
      expect(valid).toBe(true)
      expect(roots.length).toBeGreaterThan(names.length)
    }, 90_000)
  },
)
