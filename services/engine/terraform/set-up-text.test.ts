import { expect, test } from 'bun:test'
import { setUpText } from './set-up-text.ts'

const provider = 'provider "aws" {\n  region = "x"\n}\n'

test('resources are left out and everything else stays on its line', () => {
  expect(setUpText(`resource "a" "b" {\n  c {\n  }\n}\n\n${provider}`)).toBe(`\n\n\n\n\n${provider}`)
  expect(setUpText(`${provider}output "a" {\n  value = 1\n}`)).toBe(`${provider}\n\n`)
})

test.each([
  `resource "a" "b" {\n  c = <<EOF\n}\nEOF\n}\n${provider}`,
  `resource "a" "b" {\n/*\n}\n*/\n}\n${provider}`,
  `resource "a" "b" {\n  c = 1\n  }\n`,
  `resource "a" "b" { c = 1 }\n${provider}`,
  '',
])('%j stays whole', (text) => {
  expect(setUpText(text)).toBe(text)
})
