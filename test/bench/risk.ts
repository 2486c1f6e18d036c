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

/**
 * The four-colour map at a million cells beside its peers, each figure of this run.
 * @throws Error naming the parts when `only` asks for another one
 */
export async function risk(options: RiskOptions): Promise<Record<string, unknown>> {
  const { only = [] } = options
  const unknown = only.filter(name => !(name in parts))
  if (unknown.length > 0)
    throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  const figures: Record<string, unknown> = {}
  // One after another: each has the machine to itself.
  for (const [name, part] of Object.entries(parts)) {
    if (only.length > 0 && !only.includes(name)) continue
    const started = performance.now()
    Object.assign(figures, await part(options))
    options.say(`${name}: ${Math.round((performance.now() - started) / 1000)} s`)
  }
  return figures
}
