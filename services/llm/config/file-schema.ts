import { z } from '@nimbus/kernel/define'
import { PoliciesFile } from './policies-schema.ts'
import { providerTypes } from './provider-types.ts'
import { ToolFile } from './tool-schema.ts'

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
const modelName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/:@+-]{0,199}$/)
// A hundred times what the dearest model costs; a slip beyond it would use up every budget with its first call.
const rate = z.number().min(0).max(100)

/** A provider, as a person writes it. */
export const ProviderFile = z.strictObject({
  type: z.enum(providerTypes).optional().describe('Whose protocol it speaks; default its name, when that is one'),
  base_url: z.string().min(1).optional().describe('Where it is; default the usual address'),
  api_key: z.string().optional().describe('Its key, best as ${VARIABLE}; default credential, then variable'),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string())
    .optional()
    .describe('Sent with every request'),
  timeout_seconds: z.number().min(1).max(86_400).optional().describe('How long one answer may take; default 600'),
})
export type ProviderFile = z.output<typeof ProviderFile>

/** An agent, as a person writes it. */
export const AgentFile = z.strictObject({
  description: z.string().optional().describe('What it is for'),
  preferred_tool: z.string().min(1).optional().describe('An agent program, or api for asking the model itself'),
  preferred_model: modelName.optional(),
  fallback_chain: z.array(z.string().min(1)).optional().describe('tool:model, api:model or agent:name, in order'),
  task_types: z.record(z.string(), modelName).optional().describe('The model for a kind of task'),
  profile: z.string().min(1).optional().describe('A file with instructions, relative to this one: Markdown or YAML'),
  instructions: z.string().optional().describe('Put before every conversation'),
})
export type AgentFile = z.output<typeof AgentFile>

/** A model, as a person writes it. */
export const ModelFile = z.strictObject({
  provider: name.optional().describe('Default the part of its name before the slash'),
  id: modelName.optional().describe("The provider's name for it; default its name here"),
  cost_per_1k_tokens: z
    .strictObject({
      input: rate,
      output: rate,
      cached_read: rate.optional().describe('Default as input'),
      cached_write: rate.optional().describe('Default as input'),
    })
    .optional()
    .describe('US dollars; overrides the shipped prices'),
  context_window: z.number().int().min(1).optional().describe('Tokens'),
  max_output: z.number().int().min(1).optional().describe('Tokens'),
  tools: z.boolean().optional().describe('Whether it takes tools'),
  vision: z.boolean().optional().describe('Whether it takes images'),
  task_suitability: z.array(z.string()).optional().describe('Kinds of tasks it is good for'),
})
export type ModelFile = z.output<typeof ModelFile>

/** The configuration of the LLM layer, as a person writes it: `llm.yaml`. Everything may be left out. */
export const SettingsFile = z.strictObject({
  providers: z.record(name, ProviderFile).optional().describe('Where models are'),
  agents: z.record(name, AgentFile).optional().describe('Who asks, with their preferences'),
  tools: z.record(name, ToolFile).optional().describe('Agent programs, beside the shipped ones'),
  models: z.record(modelName, ModelFile).optional().describe('What you say of models, beside the shipped catalogue'),
  policies: PoliciesFile.optional().describe('Budgets and limits: what may be spent, never what may be done'),
})
export type SettingsFile = z.output<typeof SettingsFile>

/** The sections of a file, which may be files of their own in a folder `llm/`. */
export const sections = ['providers', 'agents', 'tools', 'models', 'policies'] as const
export type Section = (typeof sections)[number]
