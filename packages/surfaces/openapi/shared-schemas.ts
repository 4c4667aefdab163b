import type { JsonSchema } from '@nimbus/kernel'
import { refTo } from './schema-component.ts'

const text: JsonSchema = { type: 'string' }

/** The schemas that every operation's answer is made of. The shapes are those of the kernel's envelope and errors. */
export const sharedSchemas: Readonly<Record<string, JsonSchema>> = {
  Error: {
    type: 'object',
    description: 'What failed, where, why, and what to do next',
    required: ['code', 'message', 'exit'],
    properties: {
      code: { ...text, description: 'Stable; programs may depend on it' },
      message: text,
      at: { ...text, description: 'A file and line, a field, or a resource' },
      why: text,
      next: text,
      exit: { type: 'integer', description: 'The exit code of the same error on the command line' },
      plan: { ...text, description: 'The plan to approve, when approval is what is missing' },
      task: { ...text, description: 'The task that stopped, and may be gone on with or taken back' },
    },
  },
  Finding: {
    type: 'object',
    required: ['status', 'code', 'message'],
    properties: {
      status: { enum: ['pass', 'fail', 'unknown'] },
      code: text,
      message: text,
      resource: text,
      at: text,
    },
  },
  Undo: {
    description: 'How to take it back: a call, or why that is impossible',
    anyOf: [
      { type: 'object', required: ['operation', 'input'], properties: { operation: text, input: {} } },
      { type: 'object', required: ['irreversible'], properties: { irreversible: text } },
    ],
  },
  Preview: {
    type: 'object',
    required: ['changes'],
    properties: {
      changes: {
        type: 'array',
        items: {
          type: 'object',
          required: ['resource', 'effect'],
          properties: {
            resource: text,
            effect: { enum: ['read', 'create', 'update', 'delete'] },
            summary: text,
            diff: text,
          },
        },
      },
      context: { type: 'array', items: text },
      preconditions: { type: 'object', additionalProperties: text },
      undo: refTo('Undo'),
    },
  },
  Envelope: {
    type: 'object',
    description: 'The result of a call, the same on every surface',
    required: ['ok', 'run', 'outcome'],
    properties: {
      ok: { type: 'boolean' },
      run: { ...text, description: 'The id of the run in the history' },
      outcome: {
        enum: ['done', 'preview', 'negative', 'failed', 'invalid', 'approval', 'denied', 'missing', 'cancelled'],
      },
      data: {},
      error: refTo('Error'),
      findings: { type: 'array', items: refTo('Finding') },
      undo: refTo('Undo'),
      preview: refTo('Preview'),
    },
  },
  Problem: {
    type: 'object',
    description: 'A problem document (RFC 9457) around an envelope; `run` is empty where none came of the request',
    required: ['type', 'title', 'status', 'detail', 'ok', 'run', 'outcome', 'error'],
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      detail: text,
      ok: { const: false },
      run: text,
      outcome: text,
      error: refTo('Error'),
    },
  },
  RunEvent: {
    type: 'object',
    required: ['run', 'n', 'at', 'type', 'data'],
    properties: {
      run: text,
      n: { type: 'integer', minimum: 1, description: 'Counts from 1 within the run, without gaps' },
      at: { ...text, format: 'date-time' },
      type: { enum: ['started', 'decision', 'step', 'chunk', 'progress', 'log', 'program', 'verified', 'ended'] },
      data: {},
    },
  },
}
