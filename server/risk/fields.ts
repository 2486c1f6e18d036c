import type { Sql } from 'postgres'
import type { Polygon } from '../region/place.ts'
import { type FieldCell, type FieldSource, RiskField, scales } from './field.ts'
import type { RiskLevel, RiskScale } from './risk.ts'

/** What the feed tells the maps: `changed` pairs of ordinal and level, or null when all are to be read again. */
export interface LevelChange {
  townId: number
  scale: RiskScale
  version: number
  hash: string
  changed: [ordinal: number, level: RiskLevel][] | null
}

/** The part of a journal row that says what to read again. */
export interface Happened {
  verb: string
  noun: string
  nounId: number | null
  townId: number | null
  after: unknown
}

/** The risk fields of all towns: each is loaded when first asked for and then follows the journal. */
export class RiskFields {
  readonly #sql: Sql
  readonly #fields = new Map<number, Promise<RiskField>>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  get(townId: number): Promise<RiskField> {
    const known = this.#fields.get(townId)
    if (known) return known
    const loading = this.#load(townId)
    this.#fields.set(townId, loading)
    // A failed load is tried again by the next who asks.
    loading.catch(() => this.#fields.delete(townId))
    return loading
  }

  /** Forgets a town, e.g. after its cells were made anew. */
  drop(townId: number): void {
    this.#fields.delete(townId)
  }

  /**
   * Brings a field up to what the database says now about the row's source, so that a row may come twice.
   * A town nobody has asked for yet costs nothing.
   */
  async applyJournal(row: Happened): Promise<LevelChange[]> {
    const loaded = row.townId === null ? undefined : this.#fields.get(row.townId)
    if (!loaded || row.townId === null) return []
    // A redrawn outline leaves the cells as they are.
    if (row.noun === 'region' && row.verb !== 'redraw') return this.#reload(row.townId)
    const sourceId = sourceIdOf(row)
    if (sourceId === null) return []
    const field = await loaded
    const [source] = await this.#sources(row.townId, sourceId)
    const changed = field.changeSource(sourceId, source ?? null)
    return scales.flatMap(scale =>
      changed[scale].length === 0
        ? []
        : [
            {
              townId: field.townId,
              scale,
              version: field.version(scale),
              hash: field.hash(scale),
              changed: changed[scale].map(ordinal => [ordinal, field.levelAt(scale, ordinal)]),
            },
          ],
    )
  }

  async #reload(townId: number): Promise<LevelChange[]> {
    const before = await this.#fields.get(townId)
    this.drop(townId)
    const field = await this.get(townId)
    return scales
      .filter(scale => before?.hash(scale) !== field.hash(scale))
      .map(scale => ({
        townId,
        scale,
        version: field.version(scale),
        hash: field.hash(scale),
        changed: null,
      }))
  }

  async #load(townId: number): Promise<RiskField> {
    const rows = await this.#sql<{ ordinal: number; geom: Polygon }[]>`
      select ordinal, ST_AsGeoJSON(geom, 7)::json as geom from cells where town_id = ${townId} order by ordinal`
    const cells: FieldCell[] = rows.map(({ ordinal, geom }) => ({ ordinal, ring: geom.coordinates[0] ?? [] }))
    return new RiskField(townId, { cells, sources: await this.#sources(townId, null) })
  }

  async #sources(townId: number, id: number | null): Promise<FieldSource[]> {
    const rows = await this.#sql<SourceRow[]>`
      select h.id, ST_X(h.point) as lng, ST_Y(h.point) as lat, ST_AsGeoJSON(h.area, 7)::json as area,
        h.reach_meters as "reachMeters",
        coalesce((select a.level from assessments a where a.hazard_id = h.id and a.scale = 'inherent'
          order by a.id desc limit 1), 0) as inherent,
        coalesce((select a.level from assessments a where a.hazard_id = h.id and a.scale = 'residual'
          order by a.id desc limit 1), 0) as residual
      from hazards h
      where h.town_id = ${townId} and h.standing <> 'rejected' ${id === null ? this.#sql`` : this.#sql`and h.id = ${id}`}
      order by h.id`
    return rows.map(({ id: sourceId, lng, lat, area, reachMeters, inherent, residual }) => ({
      id: sourceId,
      lngLat: [lng, lat],
      area,
      reachMeters,
      levels: { inherent, residual },
    }))
  }
}

interface SourceRow {
  id: number
  lng: number
  lat: number
  area: Polygon | null
  reachMeters: number
  inherent: RiskLevel
  residual: RiskLevel
}

export const openFields = (sql: Sql): RiskFields => new RiskFields(sql)

function sourceIdOf({ noun, nounId, after }: Happened): number | null {
  if (noun === 'hazard') return nounId
  if (noun !== 'assessment' || typeof after !== 'object' || after === null) return null
  return 'hazardId' in after && typeof after.hazardId === 'number' ? after.hazardId : null
}
