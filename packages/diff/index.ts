export { type DiffLine, diffLines } from './diff-lines.ts'
export { type UnifiedOptions, unifiedDiff } from './unified-diff.ts'
