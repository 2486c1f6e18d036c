import type { Course, Highway } from './course.ts'
import { curve } from './course.ts'
import type { Name } from './names.ts'
import type { Nearby } from './nearby.ts'
import { distance, lengthOf, type Point, pointAlong, rectangle } from './plane.ts'
import { railGap } from './rail.ts'
import type { Random } from './random.ts'
import type { Shape } from './site.ts'
import { riverGap, waterGap } from './water.ts'
import { villages } from './zone.ts'

/** Lanes of the villages: bent, uneven, a few of them running on into the fields. */
export function villageLanes(chance: Random, named: (kind: '路' | '街' | '巷') => Name): Course[] {
  return villages.flatMap(({ at: middle, size }) => {
    const [x, y] = [0, 0]
    const turn = chance.between(-0.6, 0.6)
    const placed = ([px, py]: Point): Point => [
      middle[0] + px * Math.cos(turn) - py * Math.sin(turn),
      middle[1] + px * Math.sin(turn) + py * Math.cos(turn),
    ]
    const lane = (from: Point, to: Point, highway: Highway = 'residential'): Course => {
      const sway = () => chance.between(-34, 34)
      const half: Point = [(from[0] + to[0]) / 2 + sway(), (from[1] + to[1]) / 2 + sway()]
      return {
        name: named(highway === 'residential' ? '巷' : '路'),
        highway,
        line: curve([from, half, to].map(placed)),
        through: true,
      }
    }
    const lanes = [
      lane([x - size * 2.2, y + chance.between(-90, 90)], [x, y], 'unclassified'),
      lane([x, y], [x + size * 2.2, y + chance.between(-90, 90)], 'unclassified'),
      lane(
        [x + chance.between(-60, 60), y - size * 2.1],
        [x + chance.between(-60, 60), y + size * 2.1],
        'unclassified',
      ),
    ]
    for (let k = -2; k <= 2; k++) {
      if (k !== 0)
        lanes.push(
          lane(
            [-size * chance.between(0.4, 1), k * 92 + chance.between(-20, 20)],
            [size * chance.between(0.4, 1), k * 92 + chance.between(-20, 20)],
          ),
        )
      if (k % 2)
        lanes.push(
          lane([k * size * chance.between(0.3, 0.6), -190], [k * size * chance.between(0.3, 0.6), 190]),
        )
    }
    return lanes
  })
}

/** Farm houses in ragged rows along the lanes of the villages and, thinner, along country roads. */
export function villageHouses(
  chance: Random,
  roads: { line: Point[]; highway: Highway }[],
  streets: Nearby<number>,
): Shape[] {
  const shapes: Shape[] = []
  const stands = new Map<string, Point[]>()
  const bin = ([x, y]: Point, dx = 0, dy = 0) => `${Math.floor(x / 20) + dx}/${Math.floor(y / 20) + dy}`
  const free = (point: Point) =>
    [-1, 0, 1].every(dx =>
      [-1, 0, 1].every(dy =>
        (stands.get(bin(point, dx, dy)) ?? []).every(other => distance(point, other) > 14.5),
      ),
    )
  for (const { line, highway } of roads) {
    const total = lengthOf(line)
    for (let meters = 12; meters < total - 10; meters += chance.between(14.5, 19)) {
      const { point, angle } = pointAlong(line, meters)
      const near = villages.some(({ at: middle, size }) => distance(point, middle) < size * 1.05)
      for (const side of [-34, -16, 16, 34]) {
        if (!chance.chance(near ? 0.7 : Math.abs(side) === 16 && highway === 'unclassified' ? 0.16 : 0))
          continue
        const reach = side + Math.sign(side) * chance.between(0, 4)
        const middle: Point = [point[0] - Math.sin(angle) * reach, point[1] + Math.cos(angle) * reach]
        const ring = rectangle(middle, angle + chance.between(-0.06, 0.06), [
          chance.between(9, 13),
          chance.between(8, 11),
        ])
        const clear = ring.every(
          p => streets.gap(p, half => half) > 2.5 && waterGap(p) > 6 && riverGap(p) > 20 && railGap(p) > 18,
        )
        if (!clear || !free(middle)) continue
        stands.set(bin(middle), [...(stands.get(bin(middle)) ?? []), middle])
        shapes.push({ ring, tags: { building: 'house', 'building:levels': String(chance.whole(2, 3)) } })
      }
    }
  }
  return shapes
}
