export { alignedRows } from './aligned-rows.ts'
export { hanging } from './hanging.ts'
export { drawPanel, type Panel } from './panel.ts'
