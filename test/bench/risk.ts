import { measureBrowser } from './risk-browser.ts'
import { measureEditions } from './risk-editions.ts'
import { measureField } from './risk-field.ts'
import { measureLevels } from './risk-levels.ts'
import { measureLoad } from './risk-load.ts'
import { measureAgainstPostgis } from './risk-postgis.ts'
import { measureScreen } from './risk-screen.ts'
import { measureTiles } from './risk-tiles.ts'

export interface RiskOptions {
  quick: boolean
  say(text: string): void
  /** Names of parts; all of them when it is empty. */
  only?: readonly string[]
  /** Of the part `screen`: how many cells, and how many changes in each view. */
  cells?: number
  rounds?: number
}

const parts: Record<string, (options: RiskOptions) => Promise<Record<string, unknown>>> = {
  field: measureField,
  postgis: measureAgainstPostgis,
  screen: measureScreen,
  levels: measureLevels,
  tiles: measureTiles,
  load: measureLoad,
  editions: measureEditions,
  browser: measureBrowser,
}

/** The figures that the part of each name must tell; null where it fails. */
const named: Record<string, readonly string[]> = {
  field: ['whyP95Ms', 'fieldMemoryMb', 'readP95MsDuringRecompute'],
  postgis: ['fullSeconds', 'fullVsPostgis', 'incrementalMicroseconds', 'incrementalVsPostgis'],
  screen: ['editToScreenP95Ms', 'swipeFrameMs', 'swipeJsMs'],
  tiles: ['tileZ14VsStAsMvt'],
  load: ['loadVsCopy'],
  browser: ['levelsBytes', 'repaintJsMs', 'firstDrawVsBestPeer', 'heapMb'],
}

/**
 * The four-colour map at a million cells beside its peers, each figure of this run.
 * @throws Error naming the parts when `only` asks for another one
 */
export async function risk(options: RiskOptions): Promise<Record<string, unknown>> {
  const { only = [] } = options
  const unknown = only.filter(name => !(name in parts))
  if (unknown.length > 0)
    throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  const chosen = Object.entries(parts).filter(([name]) => only.length === 0 || only.includes(name))
  const keys = chosen.flatMap(([name]) => named[name] ?? [])
  const figures: Record<string, unknown> = Object.fromEntries(keys.map(key => [key, null]))
  // One after another: each has the machine to itself. One that fails leaves its figures null and the others theirs.
  for (const [name, part] of chosen) {
    const started = performance.now()
    try {
      Object.assign(figures, await part(options))
      options.say(`${name}: ${Math.round((performance.now() - started) / 1000)} s`)
    } catch (error) {
      process.exitCode = 1
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
      options.say(`${name}: failed after ${Math.round((performance.now() - started) / 1000)} s: ${told}`)
    }
  }
  return figures
}
