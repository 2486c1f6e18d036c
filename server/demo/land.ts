import type { Block } from './blocks.ts'
import type { Use } from './claims.ts'

const GROUND: Record<Use, Record<string, string>> = {
  park: { leisure: 'park' },
  square: { place: 'square', highway: 'pedestrian', area: 'yes' },
  shops: { landuse: 'retail' },
  offices: { landuse: 'commercial' },
  towers: { landuse: 'residential' },
  slabs: { landuse: 'residential' },
  houses: { landuse: 'residential' },
  school: { amenity: 'school' },
  kindergarten: { amenity: 'kindergarten' },
  hospital: { amenity: 'hospital' },
  campus: { amenity: 'university' },
  stadium: { leisure: 'sports_centre' },
  market: { amenity: 'marketplace', landuse: 'retail' },
  government: { amenity: 'townhall', landuse: 'commercial' },
  station: { landuse: 'railway' },
  tanks: { landuse: 'industrial', industrial: 'oil' },
  plant: { landuse: 'industrial', industrial: 'chemical' },
  sheds: { landuse: 'industrial' },
  yard: { landuse: 'industrial', industrial: 'port' },
  grass: { landuse: 'grass' },
  'building-site': { landuse: 'construction' },
  farmland: { landuse: 'farmland' },
  orchard: { landuse: 'orchard' },
  forest: { landuse: 'forest' },
  wetland: { natural: 'wetland', wetland: 'marsh' },
  hill: { natural: 'wood' },
  riverside: { leisure: 'park' },
  water: {},
}

/** Names that do not follow from the use alone. */
const SPECIAL: Record<string, Record<string, string>> = {
  'care-home': { amenity: 'nursing_home' },
  theatre: { amenity: 'theatre' },
  expo: { amenity: 'conference_centre', landuse: 'commercial' },
  mall: { landuse: 'retail', shop: 'mall' },
  depot: { landuse: 'industrial', amenity: 'bus_station' },
  'water-works': { landuse: 'industrial', man_made: 'water_works' },
  sewage: { landuse: 'industrial', man_made: 'wastewater_plant' },
  'plant-1': { landuse: 'industrial', man_made: 'works' },
  'plant-2': { landuse: 'industrial', man_made: 'works' },
  'plant-3': { landuse: 'industrial', man_made: 'works' },
}

/** Map tags of a block's ground; none for the sea. */
export function landTags({ use, claim }: Block): Record<string, string> | null {
  if (use === 'water') return null
  const tags = claim ? (SPECIAL[claim.key] ?? GROUND[use]) : GROUND[use]
  return claim ? { ...tags, name: claim.name, 'name:en': claim.nameEn } : tags
}
