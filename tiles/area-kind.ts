import type { Tags } from './feature.ts'

/** Tag values that mean one kind of ground; the first pair that matches decides. */
const GROUND: [key: string, values: Record<string, string>][] = [
  [
    'amenity',
    {
      school: 'school',
      kindergarten: 'school',
      college: 'school',
      university: 'school',
      hospital: 'hospital',
      clinic: 'hospital',
      grave_yard: 'cemetery',
      parking: 'paved',
    },
  ],
  [
    'leisure',
    {
      park: 'park',
      garden: 'park',
      nature_reserve: 'park',
      recreation_ground: 'park',
      golf_course: 'grass',
      playground: 'pitch',
      pitch: 'pitch',
      track: 'pitch',
      stadium: 'pitch',
      sports_centre: 'pitch',
      common: 'grass',
    },
  ],
  [
    'landuse',
    {
      residential: 'residential',
      commercial: 'commercial',
      retail: 'commercial',
      industrial: 'industrial',
      port: 'industrial',
      railway: 'industrial',
      quarry: 'industrial',
      landfill: 'industrial',
      depot: 'industrial',
      construction: 'construction',
      brownfield: 'construction',
      greenfield: 'construction',
      farmland: 'farmland',
      farmyard: 'farmland',
      orchard: 'orchard',
      vineyard: 'orchard',
      plant_nursery: 'orchard',
      greenhouse_horticulture: 'orchard',
      aquaculture: 'wetland',
      forest: 'forest',
      grass: 'grass',
      meadow: 'grass',
      village_green: 'grass',
      flowerbed: 'grass',
      recreation_ground: 'park',
      cemetery: 'cemetery',
      military: 'military',
      education: 'school',
      institutional: 'commercial',
    },
  ],
  ['tourism', { theme_park: 'park', zoo: 'park' }],
  ['man_made', { wastewater_plant: 'industrial', works: 'industrial', pier: 'paved', breakwater: 'paved' }],
  ['power', { plant: 'industrial', substation: 'industrial' }],
  ['aeroway', { aerodrome: 'paved', runway: 'paved', apron: 'paved' }],
  [
    'natural',
    {
      wood: 'forest',
      scrub: 'scrub',
      heath: 'scrub',
      grassland: 'grass',
      wetland: 'wetland',
      beach: 'sand',
      sand: 'sand',
      bare_rock: 'rock',
      scree: 'rock',
      glacier: 'rock',
      shingle: 'sand',
    },
  ],
  ['place', { square: 'paved', island: 'none', islet: 'none' }],
]

/** The kind of ground an area is, or null when it is not ground. */
export function groundOf(tags: Tags): string | null {
  for (const [key, values] of GROUND) {
    const value = tags[key]
    const kind = value === undefined ? undefined : values[value]
    if (kind && kind !== 'none') return kind
  }
  const isPaved = tags.area === 'yes' && (tags.highway === 'pedestrian' || tags.highway === 'footway')
  return isPaved ? 'paved' : null
}

/** The kind of water an area is, or null when it is dry. */
export function waterOf(tags: Tags): string | null {
  if (tags.natural === 'water') {
    const water = tags.water ?? 'lake'
    if (/^(river|stream|canal|stream_pool|ditch|moat|lock)$/.test(water)) return 'river'
    return /^(bay|sea|harbour|lagoon)$/.test(water) ? 'sea' : 'lake'
  }
  if (tags.waterway === 'riverbank' || tags.waterway === 'dock') return 'river'
  if (tags.natural === 'bay' || tags.place === 'sea') return 'sea'
  if (tags.landuse === 'reservoir' || tags.landuse === 'basin') return 'lake'
  return tags.leisure === 'swimming_pool' ? 'pool' : null
}

/** Height of a building in metres: as tagged, from its storeys, otherwise what its use suggests. */
export function heightMetersOf(tags: Tags): number {
  const tagged = Number.parseFloat(tags.height ?? tags['building:height'] ?? '')
  if (tagged > 0) return Math.min(Math.round(tagged), 700)
  const levels = Number.parseFloat(tags['building:levels'] ?? '')
  if (levels > 0) return Math.min(Math.round(levels * 3.2), 700)
  return /^(house|detached|garage|garages|shed|hut|roof|greenhouse)$/.test(tags.building ?? '') ? 5 : 9
}

/** A closed way with these tags is an area, not a line that comes back to its start. */
export const isArea = (tags: Tags) =>
  tags.area !== 'no' && (tags.building !== undefined || waterOf(tags) !== null || groundOf(tags) !== null)
