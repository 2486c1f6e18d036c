import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import type { Bbox } from '../region/place.ts'
import { LineKind, type MapLine } from './partition.ts'
import type { LineShelf } from './town-lines.ts'

const mostLines = 5000

/**
 * The lines of a town's map in a box, at most 5,000, the strongest marks first; none where the town has no map.
 * @throws Refusal `forbidden`
 */
export const findLines = (
  context: Context,
  { town, bbox, kinds }: { town: number; bbox: Bbox; kinds?: LineKind[] | undefined },
  shelf: LineShelf,
): Promise<MapLine[]> =>
  readTown(context, town, async () => {
    const found = (await shelf.of(town))?.within(bbox, kinds ?? LineKind.options) ?? []
    return found
      .sort((a, b) => LineKind.options.indexOf(a.kind) - LineKind.options.indexOf(b.kind))
      .slice(0, mostLines)
  })
