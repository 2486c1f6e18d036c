import type { Hazard } from '../../server/hazard/hazard.ts'
import type { Place } from '../../server/installation/installation.ts'
import type { LngLat, Polygon } from '../../server/region/place.ts'
import { checkPolygon } from '../../server/region/rules/validity.ts'
import { closed } from '../map/line.ts'
import type { InstallationDesk } from './installation-desk.svelte.ts'

/** Where a boundary comes from: as it was, the source's outline, one click on the map, or several. */
export type PlaceWay = 'kept' | 'area' | 'point' | 'drawn'

/** Corners as an outline that can be saved; undefined while they are too few or cross. */
export function outlineOf(corners: readonly LngLat[]): Polygon | undefined {
  if (corners.length < 3) return undefined
  const ring = closed(corners).map(([lng, lat]): LngLat => [lng, lat])
  const checked = checkPolygon({ type: 'Polygon', coordinates: [ring] })
  return checked.valid ? checked.polygon : undefined
}

/** The boundary of a unit while it is chosen or laid on the map. */
export class PlaceDraft {
  way = $state<PlaceWay>('drawn')
  readonly #desk: Pick<InstallationDesk, 'corners' | 'picks'>
  readonly #was: Place | undefined
  readonly isCrossed = $derived.by(
    () =>
      this.way === 'drawn' && this.#desk.corners.length > 2 && outlineOf(this.#desk.corners) === undefined,
  )

  constructor(desk: Pick<InstallationDesk, 'corners' | 'picks'>, was: Place | undefined) {
    this.#desk = desk
    this.#was = was
    this.take(was ? 'kept' : 'drawn')
  }

  take = (way: PlaceWay) => {
    this.way = way
    this.#desk.corners = []
    this.#desk.picks = way === 'point' || way === 'drawn'
  }

  shapeOf(hazard: Pick<Hazard, 'area'> | undefined): Place | undefined {
    if (this.way === 'kept') return this.#was
    if (this.way === 'area') return hazard?.area ?? undefined
    if (this.way === 'drawn') return outlineOf(this.#desk.corners)
    const [lng, lat] = this.#desk.corners.at(-1) ?? []
    return lng === undefined || lat === undefined ? undefined : { type: 'Point', coordinates: [lng, lat] }
  }
}
