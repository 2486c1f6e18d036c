import { invalid } from '../../errors.ts'
import type { CleanRow } from './clean-row.ts'
import { Gathering, type Pair, type RawBoundaries } from './raw.ts'
import { attributeOf, escapedXml, type XmlStep, xmlSteps } from './xml.ts'

/** What is being read of one placemark. */
interface Placemark {
  values: Record<string, unknown>
  parts: Pair[][][]
  isBroken: boolean
  hasOther: boolean
}

/** What a file in angle brackets is when it is no KML. */
function kindOfXml(text: string): { zh: string; en: string } {
  const head = text.slice(0, 4000)
  if (/<gpx[\s>]/.test(head)) return { zh: '这是 GPX 轨迹，没有面', en: 'This is a GPX track without areas' }
  if (/opengis\.net\/gml|<\w*:?FeatureCollection/.test(head)) return { zh: '这是 GML', en: 'This is GML' }
  return { zh: '这是没有 <kml> 根元素的 XML', en: 'This is XML without a <kml> root' }
}

/**
 * Reads the polygons of KML 2.3 (OGC 12-007r2): name, description and extended data of each placemark.
 * @throws Refusal `invalid`
 */
export function readKml(text: string): RawBoundaries {
  const reader = new KmlReader()
  for (const step of xmlSteps(text.replace(/^\uFEFF/, ''))) reader.take(step)
  if (!reader.isKml) {
    const what = kindOfXml(text)
    throw invalid('file', {
      zh: `${what.zh}，不能直接读；请在 GIS 软件中另存为 KML、GeoJSON 或 GeoPackage 再导入`,
      en: `${what.en}, which is not read; save it as KML, GeoJSON or GeoPackage in a GIS and import that`,
    })
  }
  const { fields, features, problems } = reader.gathering
  return {
    format: 'kml',
    // KML is WGS 84 by its standard, but many Chinese tools write shifted coordinates into it: so it says nothing.
    crs: null,
    crsName: 'KML',
    encoding: 'UTF-8',
    fields,
    features,
    problems,
    saysWinding: false,
  }
}

class KmlReader {
  readonly gathering = new Gathering()
  isKml = false
  #path: string[] = []
  #text = ''
  #field = ''
  #placemark: Placemark | null = null
  #rings: Pair[][] | null = null

  take(step: XmlStep): void {
    if (step.kind === 'text') this.#text += step.text
    else if (step.kind === 'open') this.#open(step)
    else this.#close(step.name)
  }

  #open({ name, attributes }: { name: string; attributes: string }): void {
    this.#path.push(name)
    this.#text = ''
    if (name === 'kml') this.isKml = true
    if (name === 'Placemark') this.#placemark = { values: {}, parts: [], isBroken: false, hasOther: false }
    if (name === 'Polygon') this.#rings = []
    if (name === 'Data' || name === 'SimpleData') this.#field = attributeOf(attributes, 'name')
    if (this.#placemark && (name === 'LineString' || name === 'Point')) this.#placemark.hasOther = true
  }

  #close(name: string): void {
    this.#path.pop()
    const placemark = this.#placemark
    if (!placemark) return
    const text = this.#text.trim()
    const within = this.#path.at(-1)
    if (within === 'Placemark' && (name === 'name' || name === 'description')) {
      placemark.values[name] = text
    }
    if ((name === 'value' && within === 'Data') || name === 'SimpleData') {
      placemark.values[this.#field] = text
    }
    if (name === 'coordinates' && this.#rings) this.#addRing(placemark, text)
    if (name === 'Polygon' && this.#rings) {
      placemark.parts.push(this.#rings)
      this.#rings = null
    }
    if (name === 'Placemark') this.#finish(placemark)
  }

  #addRing(placemark: Placemark, text: string): void {
    const ring: Pair[] = []
    for (const tuple of text.split(/\s+/).filter(Boolean)) {
      const [x = NaN, y = NaN] = tuple.split(',').map(part => (part === '' ? NaN : Number(part)))
      if (Number.isNaN(x) || Number.isNaN(y)) placemark.isBroken = true
      ring.push([x, y])
    }
    this.#rings?.push(ring)
  }

  #finish({ values, parts, isBroken, hasOther }: Placemark): void {
    this.#placemark = null
    this.#rings = null
    if (isBroken) {
      this.gathering.refuse('coordinates', {
        zh: '坐标不是“经度,纬度”的数字',
        en: 'The coordinates are not numbers as longitude,latitude',
      })
    } else if (parts.length === 0 && hasOther) {
      this.gathering.refuse('geometry', {
        zh: '是点或线，应为面',
        en: 'This is a point or line, not a polygon',
      })
    } else this.gathering.add(values, parts.length > 0 ? parts : null)
  }
}

/** Writes KML in WGS 84, with all values as extended data. */
export function writeKml(rows: readonly CleanRow[], name: string): string {
  const placemarks = rows.map(({ values, rings }) => {
    const fields = Object.entries(values).map(
      ([field, value]) =>
        `<Data name="${escapedXml(field)}"><value>${escapedXml(String(value ?? ''))}</value></Data>`,
    )
    const polygon = rings.map((ring, i) => {
      const side = i === 0 ? 'outerBoundaryIs' : 'innerBoundaryIs'
      const coordinates = ring.map(([x, y]) => `${x},${y}`).join(' ')
      return `<${side}><LinearRing><coordinates>${coordinates}</coordinates></LinearRing></${side}>`
    })
    return `<Placemark><name>${escapedXml(String(values.name ?? ''))}</name>
<ExtendedData>${fields.join('')}</ExtendedData>
<Polygon>${polygon.join('')}</Polygon></Placemark>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>${escapedXml(name)}</name>
${placemarks.join('\n')}
</Document></kml>
`
}
