import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Polygon } from '../../server/region/place.ts'

declare global {
  interface Window {
    terraDraw?: typeof import('terra-draw')
    terraDrawMaplibreGlAdapter?: typeof import('terra-draw-maplibre-gl-adapter')
  }
}

/** Runs in the page: 2,000 polygons in terra-draw on the same map, one of them selected so that its corners are there. */
function drawWithTerra({ polygons, selected }: { polygons: Polygon[]; selected: number }): number {
  const [draws, adapters, stage] = [window.terraDraw, window.terraDrawMaplibreGlAdapter, window.__map]
  if (!draws || !adapters || !stage) throw new Error('terra-draw is not there')
  const flags = { polygon: { feature: { draggable: false, coordinates: { draggable: true } } } }
  const draw = new draws.TerraDraw({
    adapter: new adapters.TerraDrawMapLibreGLAdapter({ map: stage.map, coordinatePrecision: 9 }),
    modes: [new draws.TerraDrawPolygonMode(), new draws.TerraDrawSelectMode({ flags })],
  })
  draw.start()
  const added = draw.addFeatures(
    polygons.map(geometry => ({ type: 'Feature', properties: { mode: 'polygon' }, geometry })),
  )
  draw.setMode('select')
  const id = added[selected]?.id
  if (id !== undefined) draw.selectFeature(id)
  return added.filter(({ valid }) => valid).length
}

/** Puts terra-draw onto the page's map with the same polygons. @returns how many it took */
export async function withTerra(page: Page, polygons: Polygon[], selected: number): Promise<number> {
  const { resolve } = createRequire(import.meta.url)
  for (const name of ['terra-draw', 'terra-draw-maplibre-gl-adapter']) {
    // The packages give their script for pages beside their main file.
    await page.evaluate(await readFile(join(resolve(name), '..', `${name}.umd.js`), 'utf8'))
  }
  return page.evaluate(drawWithTerra, { polygons, selected })
}
