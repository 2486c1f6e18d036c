import { z } from 'zod'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const TableMeasure = z.strictObject({ name: z.string(), rows: z.int().min(0), sha256: Sha256 })
export type TableMeasure = z.infer<typeof TableMeasure>

export const FileMeasure = z.strictObject({ name: z.string(), bytes: z.int().min(0), sha256: Sha256 })
export type FileMeasure = z.infer<typeof FileMeasure>

export const DatabaseKind = z.enum(['embedded', 'postgres'])
export type DatabaseKind = z.infer<typeof DatabaseKind>

/** What is in an archive and how it was measured; its last file, since the others are measured as they go in. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  /** Of the program that wrote it. */
  version: z.string(),
  at: z.iso.datetime(),
  kind: DatabaseKind,
  /** PostgreSQL's version, such as 15.14. */
  server: z.string(),
  migrations: z.array(z.string()),
  journal: z.strictObject({ rows: z.int().min(0), brokenAt: z.int().nullable() }),
  tables: z.array(TableMeasure),
  files: z.array(FileMeasure),
})
export type Manifest = z.infer<typeof Manifest>

export const manifestName = 'manifest.json'

/** The file of the archive that is the database. */
export const dumpNames = { embedded: 'database.tar.gz', postgres: 'database.pgdump' } as const

/** What is missing, more, or of another content, by name. */
export function differences<T extends { name: string; sha256: string }>(
  wanted: readonly T[],
  found: readonly T[],
): string[] {
  const sums = new Map(found.map(({ name, sha256 }) => [name, sha256]))
  const names = new Set(wanted.map(({ name }) => name))
  return [
    ...wanted.filter(({ name, sha256 }) => sums.get(name) !== sha256).map(({ name }) => name),
    ...found.filter(({ name }) => !names.has(name)).map(({ name }) => name),
  ]
}
