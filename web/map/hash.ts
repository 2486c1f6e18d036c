import { LngLat } from '../../server/region/place.ts'

/** Where the map looks: `#ll=121.92140,30.89310&z=13.20`. */
export interface Look {
  lngLat: LngLat
  zoom: number
}

/** Reads the map's part of an address; null when there is none or it makes no sense. */
export function readHash(hash: string): Look | null {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  const parts = (query.get('ll') ?? '').split(',')
  const lngLat = LngLat.safeParse(parts.map(part => (part.trim() === '' ? Number.NaN : Number(part))))
  const zoom = Number(query.get('z') ?? Number.NaN)
  return lngLat.success && zoom >= 0 && zoom <= 24 ? { lngLat: lngLat.data, zoom } : null
}

/** Five decimals are a metre, two a hundredth of a zoom; other parts of the hash stay. */
export function writeHash(hash: string, { lngLat: [lng, lat], zoom }: Look): string {
  const others = hash
    .replace(/^#/, '')
    .split('&')
    .filter(part => part !== '' && !/^(ll|z)=/.test(part))
  return `#${[`ll=${lng.toFixed(5)},${lat.toFixed(5)}`, `z=${zoom.toFixed(2)}`, ...others].join('&')}`
}
