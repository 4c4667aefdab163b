import { unifiedDiff } from '@nimbus/diff'
import { File, invalid, operation, z } from '@nimbus/kernel/define'
import { refuseHome } from '../protected.ts'
import { readText } from '../regular-file.ts'
import { fileResource, shownPath } from '../resource.ts'

const countLines = (diff: string, sign: '+' | '-'): number =>
  diff.split('\n').filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3))).length

/** Compares a file with another one, or with a text, line by line. The result is a unified diff that `patch` applies. */
export default operation({
  id: 'fs.diff',
  summary: 'Compare two files, or a file and a text',
  effect: 'read',
  untrusted: true,
  input: z.object({
    file: File.describe('The old side'),
    other: File.optional().describe('The new side'),
    content: z.string().optional().describe('The new side as a text; @file and - (standard input) are read'),
    context: z.number().int().min(0).max(100).default(3).describe('Equal lines around every change'),
  }),
  output: z.object({
    same: z.boolean(),
    added: z.number().int().describe('Lines only in the new side'),
    removed: z.number().int().describe('Lines only in the old side'),
    diff: z.string().describe('Empty when they are the same'),
  }),
  positional: ['file', 'other'],
  examples: [
    { title: 'Compare two environments', input: { file: 'envs/dev/main.tf', other: 'envs/production/main.tf' } },
    { title: 'What would this text change', input: { file: 'notes.md', content: 'Rotate the keys\n' } },
  ],
  phrases: [
    'difference between {file} and {other}',
    'diff {file} vs {other}',
    'compare {file} and {other}',
    '{file} versus {other}',
    'what changed from {file} to {other}',
    'are {file} and {other} identical',
    'differences between the files {file} and {other}',
    'what are the differences between {file} and {other}',
    'how are {file} and {other} different',
    'what is different between {file} and {other}',
    'compare {file} with {other}',
    'what differs between {file} and {other}',
    'compare the files {file} and {other}',
    'diff {file} {other}',
    'diff {file} against {other}',
    'difference between the files {file} and {other}',
    'how does {file} differ from {other}',
    'are {file} and {other} the same',
    'is {file} identical to {other}',
  ],
  words: {
    file: { kind: 'file' },
    other: { kind: 'file', unless: 'content' },
    content: { kind: 'structure' },
    context: {
      words: [
        '{} lines of surrounding context',
        '{} lines around each change',
        '{} lines around every change',
        '{} lines around',
        '{} surrounding lines',
        '{} lines before and after',
        '{} unchanged lines',
        '{} equal lines',
        '{} lines on either side',
        '{} lines on each side',
        '{} lines of context',
        '{} context lines',
        'context {}',
        'context of {} lines',
      ],
      values: {
        0: [
          'no context',
          'without context',
          'no context lines',
          'just the changed lines',
          'only the changed lines',
          'changed lines only',
          'nothing but the changed lines',
          'no surrounding lines',
          'without surrounding lines',
          'zero context',
          'without any context',
        ],
      },
    },
  },
  lines: [{ line: 'diff {file} {other}', flags: { '-u': null, '-U --unified': 'context' } }],

  target: ({ file, other }) => ({ resources: [file, ...(other ? [other] : [])].map((each) => fileResource(each)) }),
  async preview({ file, other }, ctx) {
    const files = [file, ...(other ? [other] : [])]
    for (const each of files) refuseHome(each, shownPath(each, ctx.workspace))
    return {
      changes: files.map((each) => ({ resource: fileResource(each, ctx.workspace), effect: 'read' })),
    }
  },
  async run({ file, other, content, context }, ctx) {
    if ((other === undefined) === (content === undefined))
      throw invalid('one-side', 'Give the new side once: as another file or as a text', {
        at: 'fs.diff: other, content',
        why: other === undefined ? 'neither was given' : 'both were given',
        next: 'nimbus fs diff old.txt new.txt, or nimbus fs diff old.txt --content @-',
      })
    const shown = shownPath(file, ctx.workspace)
    const otherShown = other === undefined ? shown : shownPath(other, ctx.workspace)
    const { text: before } = await readText(file, shown)
    const after = other === undefined ? (content ?? '') : (await readText(other, otherShown)).text
    const diff = unifiedDiff(before, after, { from: `a/${shown}`, to: `b/${otherShown}`, context })
    return { same: diff === '', added: countLines(diff, '+'), removed: countLines(diff, '-'), diff }
  },
  text: ({ same, diff, added, removed }) =>
    same ? '✓ they are the same' : `${diff}${added} added, ${removed} removed`,
})
