import aider from './tools/aider.yaml' with { type: 'text' }
import claudeCode from './tools/claude-code.yaml' with { type: 'text' }
import codex from './tools/codex.yaml' with { type: 'text' }
import gemini from './tools/gemini.yaml' with { type: 'text' }
import goose from './tools/goose.yaml' with { type: 'text' }
import opencode from './tools/opencode.yaml' with { type: 'text' }

/** The definitions that come with Nimbus, by name, as text: what a user's own definition can begin with. */
export const shippedTexts: Readonly<Record<string, string>> = {
  aider,
  'claude-code': claudeCode,
  codex,
  gemini,
  goose,
  opencode,
}

let parsed: Readonly<Record<string, unknown>> | undefined

// Built in: every command that reads settings reads these, and loading the package takes longer than the command.
const { parse } = Bun.YAML

/**
 * The definitions that come with Nimbus, by name, as their YAML says: nothing checked, no variable expanded. They are the
 * lowest layer of `settings.tools`.
 */
export const shippedTools = (): Readonly<Record<string, unknown>> => {
  parsed ??= Object.fromEntries(Object.entries(shippedTexts).map(([name, text]) => [name, parse(text)]))
  return parsed
}
