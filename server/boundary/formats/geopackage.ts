import { invalid, Refusal } from '../../errors.ts'
import { crsOfName, wgs84Prj } from '../rules/crs-name.ts'
import { type CleanRow, fieldsOf } from './clean-row.ts'
import { damaged, Gathering, mostFeatures, type Pair, type RawBoundaries } from './raw.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'
import { WkbReader, wkbOf } from './wkb.ts'

/**
 * Reads the polygon layer of a GeoPackage (OGC 12-128r18).
 * @throws Refusal `invalid` when it is damaged or has no single such layer
 */
export async function readGeoPackage(bytes: Buffer): Promise<RawBoundaries> {
  const sqlite = await openSqlite(bytes)
  try {
    // Views and triggers of a stranger's file may call no functions with effects.
    sqlite.run('pragma trusted_schema = off')
    const layer = layerOf(sqlite)
    const gathering = new Gathering()
    addRows(gathering, sqlite, layer)
    return {
      format: 'geopackage',
      crs: crsOfName(layer.crsName),
      crsName: layer.crsName,
      encoding: 'UTF-8',
      fields: gathering.fields,
      features: gathering.features,
      problems: gathering.problems,
      saysWinding: false,
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw damaged('GeoPackage 数据库不能读取', 'the database of the GeoPackage cannot be read')
  } finally {
    sqlite.close()
  }
}

interface Layer {
  table: string
  column: string
  crsName: string
}

function layerOf(sqlite: Sqlite): Layer {
  const layers = rowsOf(
    sqlite,
    `select g.table_name, g.column_name, coalesce(s.organization || ':' || s.organization_coordsys_id, '')
     from gpkg_geometry_columns g left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
     join sqlite_master m on m.name = g.table_name and m.type = 'table' and m.sql not like 'create virtual%'
     where upper(g.geometry_type_name) in ('POLYGON', 'MULTIPOLYGON', 'GEOMETRY', 'GEOMETRYCOLLECTION')`,
  )
  const [first, ...others] = layers
  if (!first || others.length > 0) {
    throw invalid('file', {
      zh: `GeoPackage 应有一个面图层，现有 ${layers.length} 个；请只导出边界图层`,
      en: `The GeoPackage should have one polygon layer and has ${layers.length}; export the boundaries alone`,
    })
  }
  const [table, column, crsName] = first.map(String)
  return { table: table ?? '', column: column ?? '', crsName: crsName ?? '' }
}

function* stepped(sqlite: Sqlite, sql: string): Generator<{ row: unknown[]; names: string[] }> {
  const statement = sqlite.prepare(sql)
  try {
    const names = statement.getColumnNames()
    while (statement.step()) yield { row: statement.get(), names }
  } finally {
    statement.free()
  }
}

const rowsOf = (sqlite: Sqlite, sql: string): unknown[][] => [...stepped(sqlite, sql)].map(({ row }) => row)

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function addRows(gathering: Gathering, sqlite: Sqlite, { table, column }: Layer): void {
  for (const { row, names } of stepped(sqlite, `select * from ${quoted(table)} limit ${mostFeatures + 1}`)) {
    const entries = names.map((name, i): [string, unknown] => [name, row[i]])
    const geometry = entries.find(([name]) => name.toLowerCase() === column.toLowerCase())?.[1]
    const values = Object.fromEntries(entries.filter(([, value]) => !(value instanceof Uint8Array)))
    const parts = geometry instanceof Uint8Array ? partsOf(Buffer.from(geometry)) : null
    if (parts === 'other')
      gathering.refuse('geometry', { zh: '几何不是面', en: 'The geometry is no polygon' })
    else if (parts === 'damaged')
      gathering.refuse('geometry', { zh: '几何数据已损坏', en: 'The geometry is damaged' })
    else gathering.add(values, parts)
  }
}

const boxBytes = [0, 32, 48, 48, 64]

/** OGC 12-128r18, 2.1.3: a header, then well-known binary. */
function partsOf(blob: Buffer): Pair[][][] | null | 'other' | 'damaged' {
  if (blob.length < 8 || blob.toString('latin1', 0, 2) !== 'GP') return 'damaged'
  const flags = blob.readUInt8(3)
  if (flags & 0x10) return null
  const box = boxBytes[(flags >> 1) & 7]
  if (box === undefined) return 'damaged'
  try {
    return new WkbReader(blob, 8 + box).parts() ?? 'other'
  } catch {
    return 'damaged'
  }
}

const schema = `
  pragma application_id = 1196444487;
  pragma user_version = 10300;
  create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer not null primary key,
    organization text not null, organization_coordsys_id integer not null, definition text not null, description text);
  create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique,
    description text default '', last_change datetime not null, min_x double, min_y double, max_x double, max_y double,
    srs_id integer, constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
  create table gpkg_geometry_columns (table_name text not null, column_name text not null,
    geometry_type_name text not null, srs_id integer not null, z tinyint not null, m tinyint not null,
    constraint pk_geom_cols primary key (table_name, column_name),
    constraint uk_gc_table_name unique (table_name),
    constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name),
    constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));`

/** Writes a GeoPackage with one layer in WGS 84. */
export async function writeGeoPackage(rows: readonly CleanRow[], name: string): Promise<Buffer> {
  const sqlite = await openSqlite()
  try {
    sqlite.run(schema)
    const srs = 'insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, null)'
    sqlite.run(srs, ['Undefined cartesian SRS', -1, 'NONE', -1, 'undefined'])
    sqlite.run(srs, ['Undefined geographic SRS', 0, 'NONE', 0, 'undefined'])
    sqlite.run(srs, ['WGS 84 geodetic', 4326, 'EPSG', 4326, wgs84Prj])
    fillLayer(sqlite, { rows, name })
    return Buffer.from(sqlite.export())
  } finally {
    sqlite.close()
  }
}

function fillLayer(sqlite: Sqlite, { rows, name }: { rows: readonly CleanRow[]; name: string }): void {
  const spots = rows.flatMap(({ rings }) => rings.flat())
  const [xs, ys] = [spots.map(([x]) => x), spots.map(([, y]) => y)]
  const edge = (values: number[], pick: (a: number, b: number) => number) =>
    values.length === 0 ? null : values.reduce((a, b) => pick(a, b))
  const box = [edge(xs, Math.min), edge(ys, Math.min), edge(xs, Math.max), edge(ys, Math.max)]
  const contents = `insert into gpkg_contents values (?, 'features', ?, '', '2000-01-01T00:00:00.000Z', ?, ?, ?, ?, 4326)`
  sqlite.run(contents, [name, name, ...box])
  sqlite.run(`insert into gpkg_geometry_columns values (?, 'geom', 'POLYGON', 4326, 0, 0)`, [name])
  const fields = fieldsOf(rows)
  // SQLite tells columns apart regardless of case, and these two are taken.
  const columns = columnNames(fields)
  const types = fields.map(field => typeOf(rows.map(({ values }) => values[field] ?? null)))
  const table = columns.map((column, i) => `, ${quoted(column)} ${types[i]}`).join('')
  sqlite.run(`create table ${quoted(name)} (fid integer primary key autoincrement, geom blob${table})`)
  const marks = columns.map(() => ', ?').join('')
  const names = columns.map(column => `, ${quoted(column)}`).join('')
  const insert = sqlite.prepare(`insert into ${quoted(name)} (geom${names}) values (?${marks})`)
  for (const { rings, values } of rows) {
    insert.bind([blobOf(rings), ...fields.map(field => plain(values[field]))])
    insert.step()
  }
  insert.free()
}

const plain = (value: unknown) => (typeof value === 'boolean' ? Number(value) : (value ?? null))

function columnNames(fields: readonly string[]): string[] {
  const taken = new Set(['fid', 'geom'])
  return fields.map(field => {
    let name = field
    for (let i = 1; taken.has(name.toLowerCase()); i++) name = `${field}_${i}`
    taken.add(name.toLowerCase())
    return name
  })
}

function typeOf(values: readonly unknown[]): string {
  const given = values.filter(value => value !== null)
  if (given.length === 0 || given.some(value => typeof value === 'string')) return 'text'
  if (given.every(value => typeof value === 'boolean')) return 'boolean'
  return given.every(value => Number.isSafeInteger(value)) ? 'integer' : 'double'
}

function blobOf(rings: readonly Pair[][]): Buffer {
  const head = Buffer.alloc(8)
  head.write('GP', 0, 'latin1')
  head[3] = 1
  head.writeInt32LE(4326, 4)
  return Buffer.concat([head, wkbOf(rings)])
}
