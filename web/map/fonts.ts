import ranges from '@fontsource/noto-sans-sc/unicode.json'
import type { StyleSpecification } from 'maplibre-gl'
import { REGULAR, STRONG } from './font-names.ts'

type FontFaces = NonNullable<StyleSpecification['font-faces']>

const files = '../../node_modules/@fontsource/noto-sans-sc/files'
const regular = import.meta.glob<string>(
  [`../../node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-[0-9l]*-400-normal.woff2`],
  { query: '?url', import: 'default', eager: true },
)
const strong = import.meta.glob<string>(
  [`../../node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-[0-9l]*-600-normal.woff2`],
  { query: '?url', import: 'default', eager: true },
)

/** The bundled Noto Sans SC as font files of a map style: about a hundred each, fetched as characters are met. */
export function fontFaces(): FontFaces {
  return { [REGULAR]: facesOf(regular, 400), [STRONG]: facesOf(strong, 600) }
}

function facesOf(urls: Record<string, string>, weight: number) {
  return Object.entries(ranges).flatMap(([subset, range]) => {
    const name = subset.replace(/[[\]]/g, '')
    const url = urls[`${files}/noto-sans-sc-${name}-${weight}-normal.woff2`]
    if (!url) return []
    return [{ url: new URL(url, location.href).href, 'unicode-range': range.split(',') }]
  })
}
