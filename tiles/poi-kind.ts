import type { Tags } from './feature.ts'

/** What answers for a point of interest, by tag; `minZoom` is where its name may stand on the map. */
const POI: [key: string, values: Record<string, number>][] = [
  [
    'amenity',
    {
      hospital: 13,
      fire_station: 13,
      police: 13,
      townhall: 13,
      school: 14,
      university: 13,
      college: 14,
      kindergarten: 15,
      clinic: 15,
      fuel: 15,
      bus_station: 14,
      marketplace: 15,
      community_centre: 15,
      library: 15,
      theatre: 15,
      cinema: 15,
      place_of_worship: 15,
      courthouse: 15,
      bank: 15,
      post_office: 15,
      parking: 15,
      pharmacy: 15,
      restaurant: 15,
      nursing_home: 15,
      social_facility: 15,
      ferry_terminal: 14,
      shelter: 15,
    },
  ],
  ['railway', { station: 13, halt: 14, subway_entrance: 15 }],
  ['public_transport', { station: 13 }],
  ['aeroway', { aerodrome: 11, heliport: 14 }],
  ['emergency', { assembly_point: 14 }],
  ['tourism', { museum: 14, attraction: 14, hotel: 15, zoo: 14, theme_park: 14 }],
  ['leisure', { stadium: 14, sports_centre: 15 }],
  ['shop', { mall: 14, supermarket: 15, department_store: 14 }],
  ['office', { government: 14 }],
  ['man_made', { wastewater_plant: 14, works: 14, water_works: 14, storage_tank: 15 }],
  ['power', { plant: 13, substation: 14 }],
  ['industrial', { chemical: 13, port: 13, warehouse: 15, oil: 14, refinery: 13 }],
]

/** Kind (the tag's value) of a point of interest, or null when the tags name none. */
export function poiOf(tags: Tags): { kind: string; minZoom: number } | null {
  for (const [key, values] of POI) {
    const value = tags[key]
    const minZoom = value === undefined ? undefined : values[value]
    if (value && minZoom !== undefined) return { kind: value, minZoom }
  }
  return null
}

const PLACE_ZOOM: Record<string, number> = {
  city: 8,
  town: 8,
  suburb: 10,
  borough: 10,
  village: 11,
  quarter: 12,
  neighbourhood: 13,
  hamlet: 12,
  locality: 13,
  isolated_dwelling: 14,
  island: 11,
}

/** Kind of a settlement or named locality, or null. A lake tagged as a locality is water. */
export function placeOf(tags: Tags): { kind: string; minZoom: number } | null {
  const kind = tags.place
  const minZoom = kind === undefined ? undefined : PLACE_ZOOM[kind]
  return kind && minZoom !== undefined && tags.natural !== 'water' ? { kind, minZoom } : null
}
