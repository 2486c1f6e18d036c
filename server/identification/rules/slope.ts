import type { LngLat } from '../../region/place.ts'
import { metersPerDegree } from '../../risk/rules/reach.ts'
import { heightAt, type Terrain } from '../../threat/rules/terrain.ts'

/**
 * Degrees of slope at a place by central differences over the neighbouring heights, or null where one of them was not
 * measured. Over cells of 30 to 90 m a short steep bank does not show.
 */
export function slopeAt(terrain: Terrain, [lng, lat]: LngLat): number | null {
  const { step } = terrain
  const [east, west, north, south] = [
    heightAt(terrain, [lng + step, lat]),
    heightAt(terrain, [lng - step, lat]),
    heightAt(terrain, [lng, lat + step]),
    heightAt(terrain, [lng, lat - step]),
  ]
  if (east === null || west === null || north === null || south === null) return null
  const { perLng, perLat } = metersPerDegree(lat)
  const dx = (east - west) / (2 * step * perLng)
  const dy = (north - south) / (2 * step * perLat)
  return (Math.atan(Math.hypot(dx, dy)) * 180) / Math.PI
}
