// GB/T 17159-2009 and CGCS2000: the Gauss-Kruger projection on the CGCS2000 ellipsoid, by Kruger's series (1912).

/** A transverse Mercator grid: longitude of the middle in degrees, false easting in metres, scale on the middle. */
export interface Band {
  meridian: number
  falseEasting: number
  scale: number
}

const a = 6_378_137
const f = 1 / 298.257222101
const n = f / (2 - f)
const n2 = n * n
const n3 = n2 * n
const n4 = n3 * n
const radius = (a / (1 + n)) * (1 + n2 / 4 + n4 / 64)

const alpha = [
  n / 2 - (2 / 3) * n2 + (5 / 16) * n3 + (41 / 180) * n4,
  (13 / 48) * n2 - (3 / 5) * n3 + (557 / 1440) * n4,
  (61 / 240) * n3 - (103 / 140) * n4,
  (49561 / 161280) * n4,
]
const beta = [
  n / 2 - (2 / 3) * n2 + (37 / 96) * n3 - (1 / 360) * n4,
  (1 / 48) * n2 + (1 / 15) * n3 - (437 / 1440) * n4,
  (17 / 480) * n3 - (37 / 840) * n4,
  (4397 / 161280) * n4,
]
const eccentricity = Math.sqrt(f * (2 - f))
const radians = Math.PI / 180

/** Easting and northing in metres of degrees; right to a tenth of a millimetre within 4 degrees of the middle. */
export function project([lng, lat]: readonly [number, number], band: Band): [number, number] {
  const sine = Math.sin(lat * radians)
  const t = Math.sinh(Math.atanh(sine) - eccentricity * Math.atanh(eccentricity * sine))
  const turned = (lng - band.meridian) * radians
  const xi = Math.atan2(t, Math.cos(turned))
  const eta = Math.asinh(Math.sin(turned) / Math.hypot(t, Math.cos(turned)))
  let [x, y] = [eta, xi]
  for (const [i, each] of alpha.entries()) {
    const k = 2 * (i + 1)
    x += each * Math.cos(k * xi) * Math.sinh(k * eta)
    y += each * Math.sin(k * xi) * Math.cosh(k * eta)
  }
  return [band.falseEasting + band.scale * radius * x, band.scale * radius * y]
}

/** Degrees of easting and northing in metres. */
export function unproject([east, north]: readonly [number, number], band: Band): [number, number] {
  const xi = north / (band.scale * radius)
  const eta = (east - band.falseEasting) / (band.scale * radius)
  let [x, y] = [eta, xi]
  for (const [i, each] of beta.entries()) {
    const k = 2 * (i + 1)
    x -= each * Math.cos(k * xi) * Math.sinh(k * eta)
    y -= each * Math.sin(k * xi) * Math.cosh(k * eta)
  }
  const conformal = Math.asin(Math.sin(y) / Math.cosh(x))
  const lng = band.meridian + Math.atan2(Math.sinh(x), Math.cos(y)) / radians
  return [lng, geodeticOf(conformal) / radians]
}

/** The geodetic latitude of a conformal one by Newton's way, in radians. */
function geodeticOf(conformal: number): number {
  const wanted = Math.tan(conformal)
  let t = wanted
  for (let i = 0; i < 6; i++) {
    const root = Math.sqrt(1 + t * t)
    const s = Math.sinh(eccentricity * Math.atanh((eccentricity * t) / root))
    const reached = t * Math.sqrt(1 + s * s) - s * root
    const slope = (1 - eccentricity ** 2) / (1 + (1 - eccentricity ** 2) * t * t)
    t += ((wanted - reached) / Math.sqrt(1 + reached * reached)) * (1 / (slope * root))
  }
  return Math.atan(t)
}
