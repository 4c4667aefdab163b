export { inTurn, type Turn } from './in-turn.ts'
