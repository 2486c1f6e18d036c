import type { MillionCells, MillionSources } from './million.ts'

/** Levels as sources give them to the cells whose middle they reach, about: for pictures and sizes, not for sums. */
export function paintedLevels({ count, columns, rows }: MillionCells, sources: MillionSources): Uint8Array {
  const levels = new Uint8Array(count)
  for (let i = 0; i < sources.count; i++) {
    const level = sources.residual[i] ?? 0
    if (level === 0) continue
    const [x, y] = [((sources.lng[i] ?? 0) - 120) * 1000, ((sources.lat[i] ?? 0) - 30) * 1000]
    const reach = sources.reachMeters[i] ?? 0
    const [acrossX, acrossY] = [reach / 95.8, reach / 111.3]
    for (let row = Math.max(0, Math.floor(y - acrossY)); row < Math.min(rows, y + acrossY); row++) {
      for (
        let column = Math.max(0, Math.floor(x - acrossX));
        column < Math.min(columns, x + acrossX);
        column++
      ) {
        const far = ((column + 0.5 - x) / acrossX) ** 2 + ((row + 0.5 - y) / acrossY) ** 2
        const cell = row * columns + column
        if (far > 1 || cell >= count) continue
        const now = levels[cell] ?? 0
        if (now === 0 || level < now) levels[cell] = level
      }
    }
  }
  return levels
}
