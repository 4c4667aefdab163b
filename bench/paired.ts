/** A statistic of paired measurements: ours against a floor, taken in turn so that drift of the machine cancels. */
export interface Paired {
  /** Median milliseconds of ours and of the floor. */
  ours: number
  floor: number
  /** Median of the ratios, pair by pair, with the quartiles. */
  ratio: number
  low: number
  high: number
  pairs: number
}

/** A quantile of some values; the middle one with 0.5. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

/** Measures two things in turn, A B A B …, after warming both up. Each gives the milliseconds it took. */
export const paired = async (
  ours: () => Promise<number> | number,
  floor: () => Promise<number> | number,
  pairs: number,
  warmUp = 3,
): Promise<Paired> => {
  for (let i = 0; i < warmUp; i++) {
    await ours()
    await floor()
  }
  const a: number[] = []
  const b: number[] = []
  for (let i = 0; i < pairs; i++) {
    a.push(await ours())
    b.push(await floor())
  }
  const ratios = a.map((value, i) => value / (b[i] ?? Number.NaN))
  return {
    ours: quantile(a, 0.5),
    floor: quantile(b, 0.5),
    ratio: quantile(ratios, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
    pairs,
  }
}

/** One line of a report, with the goal where there is one. */
export const line = (name: string, result: Paired, goal?: number): string => {
  const met = goal === undefined ? '' : result.ratio <= goal ? `  ✓ ≤ ${goal}×` : `  ✗ over ${goal}×`
  return `${name.padEnd(34)} ${result.ours.toFixed(2).padStart(8)} ms  floor ${result.floor.toFixed(2).padStart(7)} ms  ${result.ratio.toFixed(2).padStart(6)}× (${result.low.toFixed(2)}–${result.high.toFixed(2)}, ${result.pairs} pairs)${met}`
}

/** Milliseconds of a whole process: from spawn to exit, and of the processor. */
export interface ProcessCost {
  wall: number
  processor: number
}

/** What a whole process took. A failure is an error: a fast failure is no measurement. */
export const processCost = (argv: readonly string[], env: Record<string, string>, cwd: string): ProcessCost => {
  const started = performance.now()
  const child = Bun.spawnSync([...argv], { cwd, env, stdout: 'ignore', stderr: 'pipe' })
  const wall = performance.now() - started
  const { exitCode, stderr, resourceUsage } = child
  if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}: ${stderr.toString().slice(0, 500)}`)
  return { wall, processor: Number(resourceUsage.cpuTime.total) / 1000 }
}

/** Wall milliseconds of a whole process, from spawn to exit. */
export const processMs = (argv: readonly string[], env: Record<string, string>, cwd: string): number =>
  processCost(argv, env, cwd).wall
