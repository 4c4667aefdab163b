export { edited } from './edited.ts'
