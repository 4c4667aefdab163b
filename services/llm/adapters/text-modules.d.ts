/** YAML imported as text: `import codex from './tools/codex.yaml' with { type: 'text' }`. */
declare module '*.yaml' {
  const text: string
  export default text
}
