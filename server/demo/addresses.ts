import type { Layout } from './layout.ts'
import { Nearby } from './nearby.ts'
import { type Point, pairs } from './plane.ts'
import { ringMiddle, toSegment } from './ring.ts'
import type { Shape } from './site.ts'

type Address = { 'addr:street': string; 'addr:housenumber': string }

/** Street and number for buildings on named streets: a block of flats is one 弄 with numbered houses in it. */
export function addresses({ streets, blocks, plots }: Layout): Map<Shape, Address> {
  const names = new Nearby<string>(120)
  for (const { line, name } of streets) if (name) for (const [a, b] of pairs(line)) names.add(a, b, name.zh)
  const given = new Map<string, number>()
  const numberOn = (street: string) => {
    const number = (given.get(street) ?? 0) + 2
    given.set(street, number)
    return number
  }
  const found = new Map<Shape, Address>()
  blocks.forEach((block, i) => {
    const buildings = (plots[i]?.buildings ?? []).filter(({ tags }) => !tags.man_made)
    const flats = block.use === 'slabs' || block.use === 'towers'
    let lane: Address | null = null
    buildings.forEach((building, order) => {
      const middle = ringMiddle(building.ring)
      const street = lane?.['addr:street'] ?? nearest(names, middle)
      if (!street) return
      if (flats) {
        lane ??= { 'addr:street': street, 'addr:housenumber': `${numberOn(street) * 10 + 8}弄` }
        found.set(building, { ...lane, 'addr:housenumber': `${lane['addr:housenumber']}${order + 1}号` })
      } else found.set(building, { 'addr:street': street, 'addr:housenumber': `${numberOn(street)}号` })
    })
  })
  return found
}

function nearest(names: Nearby<string>, point: Point): string | null {
  let best: { meters: number; name: string } | null = null
  for (const { a, b, tag } of names.at(point)) {
    const meters = toSegment(point, a, b)
    if (!best || meters < best.meters) best = { meters, name: tag }
  }
  return best?.name ?? null
}
