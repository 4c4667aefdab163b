export { dollars, exactDollars, nanodollars } from './money.ts'
