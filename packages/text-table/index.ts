export { alignedRows } from './aligned-rows.ts'
export { drawPanel, type Panel } from './panel.ts'
