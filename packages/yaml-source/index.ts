export type { Path, Places } from './places.ts'
export { readSource, type Source, type SourceProblem } from './read-source.ts'
