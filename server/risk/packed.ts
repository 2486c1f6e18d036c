import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { RiskField } from './field.ts'
import { packCells } from './rules/cell-pack.ts'

// Large enough for few draw calls, small enough to skip what is out of view.
const cellsInChunk = 2500
const squeeze = promisify(gzip)

/** The cells of a town as the map reads them, plain and gzipped, named by their content. */
export interface Packed {
  plain: Uint8Array<ArrayBuffer>
  gzipped: Uint8Array<ArrayBuffer>
  hash: string
}

// A field lives as long as its cells stay the same, and so does what was packed of it.
const packs = new WeakMap<RiskField, Promise<Packed>>()

export function packedCells(field: RiskField): Promise<Packed> {
  const known = packs.get(field)
  if (known) return known
  const packing = pack(field)
  packs.set(field, packing)
  return packing
}

async function pack(field: RiskField): Promise<Packed> {
  const cells = field.cells().map(({ ordinal, ring }) => ({ ordinal, polygon: ring }))
  const plain = packCells(cells, Math.ceil(Math.sqrt(cells.length / cellsInChunk)))
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  return { plain, gzipped: new Uint8Array(await squeeze(plain)), hash }
}
