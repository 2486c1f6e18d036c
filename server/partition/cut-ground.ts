import type { TransactionSql } from 'postgres'
import type { LineString, LngLat, Polygon } from '../region/place.ts'

/** A piece of ground between lines, with how large it is. */
export interface Ground {
  polygon: Polygon
  squareMeters: number
  /** A position inside it. */
  inside: LngLat
}

/**
 * Cuts the area of some polygons along lines. Where lines cross, the crossing is rounded to the lattice of
 * 1e-7 degrees, so that pieces share their boundaries exactly.
 * @param rims whether the boundaries between the polygons cut as well
 */
export async function cutGround(
  sql: TransactionSql,
  { faces, lines, rims }: { faces: Polygon[]; lines: LineString[]; rims: boolean },
): Promise<Ground[]> {
  const [polygons, drawn] = [faces.map(text), lines.map(text)]
  const rows = await sql<Ground[]>`
    with faces as materialized (
      select ST_SetSRID(ST_GeomFromGeoJSON(f), 4326) as geom from jsonb_array_elements_text(${sql.json(polygons)}) as f
    ),
    area as materialized (select ST_UnaryUnion(ST_Collect(geom)) as geom from faces),
    cuts as (
      select ST_Boundary(geom) as geom from area
      union all select ST_Boundary(geom) from faces where ${rims}
      union all
      select c.geom from (
        select ST_SetSRID(ST_GeomFromGeoJSON(l), 4326) as geom from jsonb_array_elements_text(${sql.json(drawn)}) as l
      ) c, area where ST_Intersects(c.geom, area.geom)
    ),
    pieces as (select (ST_Dump(ST_Polygonize(noded.geom))).geom
      from (select ST_UnaryUnion(ST_Collect(geom), 1e-7) as geom from cuts) noded)
    select ST_AsGeoJSON(ST_ForcePolygonCCW(p.geom), 7)::json as polygon, ST_Area(p.geom::geography) as "squareMeters",
      json_build_array(ST_X(ST_PointOnSurface(p.geom)), ST_Y(ST_PointOnSurface(p.geom))) as inside
    from pieces p, area where ST_Intersects(ST_PointOnSurface(p.geom), area.geom)
    order by ST_YMax(p.geom), ST_XMin(p.geom)`
  return [...rows]
}

const text = (geometry: LineString | Polygon) => JSON.stringify(geometry)
