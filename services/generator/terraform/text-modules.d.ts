/** Terraform source imported as text: `import network from './network.tf' with { type: 'text' }`. */
declare module '*.tf' {
  const text: string
  export default text
}
