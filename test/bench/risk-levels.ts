import { gzipSync } from 'node:zlib'
import { packedLevels } from '../../server/risk/packed.ts'
import { cellLine, makeCells, makeSources } from './million.ts'
import { paintedLevels } from './painted-levels.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

/** Bytes of all levels to the browser, as they are sent, against the same colours as GeoJSON (by a sample of its lines). */
export async function measureLevels({ quick, say }: Options): Promise<Record<string, unknown>> {
  const count = quick ? 100_000 : 1_000_000
  say(`levels: ${count} cells`)
  const cells = makeCells(count)
  const levels = paintedLevels(cells, makeSources(count / 10, count))
  const started = performance.now()
  const { gzipped } = await packedLevels('bench', levels, String(started))
  const packMs = performance.now() - started
  // The hardest there is: no two neighbours have to do with each other.
  const noise = Uint8Array.from({ length: count }, (_, i) => mixed(i) % 5)
  const sample = Math.min(count, 20_000)
  const lines = Array.from({ length: sample }, (_, cell) => cellLine(cells, cell)).join('\n')
  const geoJsonBytes = Math.round((gzipSync(lines).byteLength * count) / sample)
  return {
    levelsCells: count,
    levelsBytes: gzipped.byteLength,
    levelsPackMs: Math.round(packMs * 10) / 10,
    levelsNoiseBytes: gzipSync(noise).byteLength,
    levelsGeoJsonBytes: geoJsonBytes,
    levelsVsGeoJson: Math.round((gzipped.byteLength / geoJsonBytes) * 1e6) / 1e6,
  }
}

/** Murmur3's last mixing step: as good as chance for a packer. */
function mixed(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
