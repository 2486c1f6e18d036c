import type { Map as LibreMap } from 'maplibre-gl'
import type { Bbox } from '../../../server/region/place.ts'

/** The map's frame on an A3 sheet, in millimetres; a CSS pixel of the capture is a quarter of one. */
export const FRAME = { widthMm: 316, heightMm: 247 } as const
const PIXELS_PER_MM = 4
const PIXEL_RATIO = 2
const WAIT_MS = 20_000

export interface MapPicture {
  /** A JPEG as a data address. */
  image: string
  metersAcross: number
  bounds: Bbox
  zoom: number
  /** Degrees clockwise from north. */
  bearing: number
}

/**
 * Draws what the map shows once more at the size and grain of the sheet, and puts the map back as it was.
 * @throws Error when the picture is not complete in time
 */
export async function capture(map: LibreMap): Promise<MapPicture> {
  const holder = map.getContainer()
  const style = holder.getAttribute('style') ?? ''
  const ratio = map.getPixelRatio()
  const look = { center: map.getCenter(), zoom: map.getZoom() }
  const before = holder.getBoundingClientRect().width
  const width = FRAME.widthMm * PIXELS_PER_MM
  holder.style.cssText = `position: fixed; inset: 0 auto auto 0; width: ${width}px; height: ${FRAME.heightMm * PIXELS_PER_MM}px`
  try {
    map.setPixelRatio(PIXEL_RATIO)
    map.resize()
    // As much of the ground from side to side as on the screen.
    map.jumpTo({ ...look, zoom: look.zoom + Math.log2(width / before) })
    await standing(map)
    const image = await shot(map)
    return {
      image,
      metersAcross: metersAcross(map),
      bounds: boundsOf(map),
      zoom: map.getZoom(),
      bearing: map.getBearing(),
    }
  } finally {
    holder.setAttribute('style', style)
    map.setPixelRatio(ratio)
    map.resize()
    map.jumpTo(look)
  }
}

/** Two pictures in a row without anything left to load: layers of ours may answer a move a moment later. */
async function standing(map: LibreMap): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the map did not come to rest')), WAIT_MS)
      map.once('idle', () => {
        clearTimeout(late)
        resolve()
      })
      map.triggerRepaint()
    })
  }
}

/** The drawing buffer only holds a picture within the frame that drew it. */
const shot = (map: LibreMap) =>
  new Promise<string>(resolve => {
    map.once('render', () => resolve(map.getCanvas().toDataURL('image/jpeg', 0.92)))
    map.triggerRepaint()
  })

function metersAcross(map: LibreMap): number {
  const metersPerPixel =
    (40_075_016.7 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (512 * 2 ** map.getZoom())
  return metersPerPixel * map.getContainer().clientWidth
}

function boundsOf(map: LibreMap): Bbox {
  const bounds = map.getBounds()
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
}
