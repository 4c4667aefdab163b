export { type EditOptions, edited } from './edited.ts'
export { type ListStyle, printed } from './print.ts'
