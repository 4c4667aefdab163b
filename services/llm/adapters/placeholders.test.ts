import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { filledArguments, namesIn, placeholderProblem } from './placeholders.ts'

test('every element is filled in by itself, once', () => {
  const args = ['--model={{model}}', '--', '{{ prompt }}']
  const prompt = `it's "quoted"\n--flag {{model}} $(id) \${HOME}`
  expect(filledArguments('t', args, { model: 'small', prompt })).toEqual(['--model=small', '--', prompt])
})

test('an element with a flag is left out when there is no value', () => {
  expect(filledArguments('t', ['run', '--model={{model}}', '--system={{system}}'], {})).toEqual(['run'])
})

test('an element that is nothing but a placeholder has to have a value', () => {
  expect(() => filledArguments('t', ['--model', '{{model}}'], {})).toThrow('t has to be given a model')
})

test('an unknown placeholder is named, with the nearest', () => {
  expect(placeholderProblem('--m={{modle}}')).toContain('did you mean {{model}}?')
  expect(() => filledArguments('t', ['{{nonsense}}'], {})).toThrow('there is no placeholder {{nonsense}}')
})

test('whatever is filled in arrives as it is', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('{{model}}', '{{prompt}}', '$&', '$1', '{{', ''),
  )
  fc.assert(
    fc.property(anything, anything, (prompt, model) => {
      expect(filledArguments('t', ['{{prompt}}', 'a{{model}}b'], { prompt, model })).toEqual([prompt, `a${model}b`])
    }),
  )
})

test('whatever is written between braces is either known or a problem', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const template = `{{${text}}}`
      const names = namesIn(template)
      if (names.length > 0)
        expect(placeholderProblem(template) === undefined).toBe(['prompt', 'model'].includes(names[0] ?? ''))
    }),
  )
})
