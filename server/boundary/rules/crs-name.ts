import type { Crs } from '../boundary.ts'
import { crsOfBand } from './crs.ts'

/** Of `EPSG:4490`, `urn:ogc:def:crs:EPSG::4490`, `http://www.opengis.net/def/crs/EPSG/0/4490`, `CRS84` and the like. */
export function crsOfName(name: string): Crs | null {
  if (/CRS:?84$/i.test(name)) return 'EPSG:4326'
  const gcj = /\b(gcj-?02|bd-?09)/i.exec(name)?.[1]?.toLowerCase()
  if (gcj) return gcj.startsWith('g') ? 'GCJ-02' : 'BD-09'
  const code = /EPSG[:/]+(?:[\d.]*[:/]+)?(\d{4,6})$/i.exec(name)?.[1]
  return code ? `EPSG:${code}` : null
}

const number = (text: string, key: string): number | null => {
  const found = new RegExp(`PARAMETER\\s*\\[\\s*"${key}"\\s*,\\s*(-?[\\d.]+(?:e[+-]?\\d+)?)`, 'i').exec(
    text,
  )?.[1]
  return found === undefined ? null : Number(found)
}

/**
 * What the .prj of a shapefile says (OGC 01-009 and ESRI's own writing of it).
 * @returns null for a system that cannot be placed, as Beijing 1954 and Xi'an 1980, whose shift is not public
 */
export function crsOfPrj(prj: string): Crs | null {
  const text = prj.slice(0, 10_000)
  if (/beijing|xian|xi_an|krasovsky/i.test(text)) return null
  const code = /AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]\s*\]\s*$/i.exec(text.trim())?.[1]
  if (code) return `EPSG:${code}`
  const isKnownDatum = /CGCS_?2000|China_2000|China_Geodetic|WGS_?(19)?84/i.test(text)
  if (/^\s*GEOGCS/i.test(text)) {
    return isKnownDatum ? (/CGCS|China/i.test(text) ? 'EPSG:4490' : 'EPSG:4326') : null
  }
  if (/Mercator_Auxiliary_Sphere|Pseudo-Mercator/i.test(text)) return 'EPSG:3857'
  if (!isKnownDatum || !/Gauss_Kr[uü]e?ger|Transverse_Mercator/i.test(text)) return null
  const meridian = number(text, 'Central_Meridian')
  const falseEasting = number(text, 'False_Easting')
  if (meridian === null || falseEasting === null) return null
  const origin = number(text, 'Latitude_Of_Origin') ?? 0
  const falseNorthing = number(text, 'False_Northing') ?? 0
  if (origin !== 0 || falseNorthing !== 0) return null
  return crsOfBand({ meridian, falseEasting, scale: number(text, 'Scale_Factor') ?? 1 })
}

/** The .prj of degrees on WGS 84, as every GIS writes it. */
export const wgs84Prj =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],' +
  'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
