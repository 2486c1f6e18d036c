import { Hono } from 'hono'
import { z } from 'zod'
import { BboxQuery, gives, type Served, takes, wholeNumber } from '../request.ts'
import { findLines } from './find-lines.ts'
import { LineKind, MapLine, Partition, PartitionInput } from './partition.ts'
import { suggest } from './suggest.ts'
import { LineShelf } from './town-lines.ts'

const kinds = z
  .string()
  .max(200)
  .transform(text => text.split(','))
  .pipe(z.array(LineKind))
const LineQuery = z.object({ town: wholeNumber, bbox: BboxQuery, kinds: kinds.optional() })

export const partitionRoutes = ({ dataDirectory }: { dataDirectory: string }) => {
  const shelf = new LineShelf(dataDirectory)
  return new Hono<Served>()
    .get(
      '/map-lines',
      takes('query', LineQuery),
      gives(z.array(MapLine), '可沿用的道路、铁路、河流 / Roads, railways and rivers a boundary can follow'),
      async c => {
        const query = c.req.valid('query')
        return c.json(await findLines(c.var.context, query, shelf))
      },
    )
    .post(
      '/grid-partitions',
      takes('json', PartitionInput),
      gives(Partition, '划分或均衡建议，不改数据 / A suggestion; changes nothing'),
      async c => {
        const input = c.req.valid('json')
        return c.json(await suggest(c.var.context, input, await shelf.of(input.townId)))
      },
    )
}
