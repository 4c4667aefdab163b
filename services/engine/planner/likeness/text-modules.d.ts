/** Counts imported as text: `import wishes from './counts/wishes.txt' with { type: 'text' }`. */
declare module '*.txt' {
  const text: string
  export default text
}
