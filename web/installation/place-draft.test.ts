import { expect, test } from 'vitest'
import type { LngLat, Polygon } from '../../server/region/place.ts'
import { PlaceDraft } from './place-draft.svelte.ts'

const at = (x: number, y: number): LngLat => [121.9 + x / 1000, 30.9 + y / 1000]
const area: Polygon = { type: 'Polygon', coordinates: [[at(0, 0), at(1, 0), at(1, 1), at(0, 0)]] }

test('a boundary is drawn corner by corner, and one that crosses itself is no boundary', () => {
  const desk = { corners: [] as readonly LngLat[], picks: false }
  const draft = new PlaceDraft(desk, undefined)
  expect([desk.picks, draft.shapeOf(undefined)]).toEqual([true, undefined])
  desk.corners = [at(0, 0), at(1, 0), at(1, 1)]
  expect(draft.shapeOf(undefined)).toMatchObject({ type: 'Polygon' })
  desk.corners = [at(0, 0), at(1, 1), at(1, 0), at(0, 1)]
  expect([draft.shapeOf(undefined), new PlaceDraft(desk, undefined).isCrossed]).toEqual([undefined, false])
})

test('the last click is the point; what was, and the area of the source, need no click', () => {
  const desk = { corners: [] as readonly LngLat[], picks: false }
  const draft = new PlaceDraft(desk, { type: 'Point', coordinates: at(5, 5) })
  expect([desk.picks, draft.shapeOf({ area })]).toEqual([false, { type: 'Point', coordinates: at(5, 5) }])
  draft.take('area')
  expect([draft.shapeOf({ area }), draft.shapeOf({ area: null })]).toEqual([area, undefined])
  draft.take('point')
  desk.corners = [at(1, 1), at(2, 2)]
  expect(draft.shapeOf(undefined)).toEqual({ type: 'Point', coordinates: at(2, 2) })
})
