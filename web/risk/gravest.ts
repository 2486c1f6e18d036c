/** The gravest level of each cell over several maps: 1 before 4, and 0 (not assessed) only where all are. */
export function gravest(maps: readonly Uint8Array[]): Uint8Array {
  const levels = new Uint8Array(maps[0]?.length ?? 0)
  for (const map of maps) {
    for (let i = 0; i < levels.length; i++) {
      const level = map[i] ?? 0
      const held = levels[i] ?? 0
      if (level > 0 && (held === 0 || level < held)) levels[i] = level
    }
  }
  return levels
}
