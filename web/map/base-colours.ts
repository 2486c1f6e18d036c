import type { ThemeName } from '../look/theme.svelte.ts'

/** Colours of the base map: quiet, so that the four levels are the loudest thing on screen. */
export interface BaseColours {
  land: string
  water: string
  shore: string
  pool: string
  building: string
  buildingEdge: string
  ground: Record<string, string>
  roadCase: string
  road: Record<'main' | 'middle' | 'street' | 'lane' | 'path' | 'tunnel', string>
  rail: string
  railGap: string
  boundary: string
  text: string
  textSoft: string
  textWater: string
  halo: string
}

export const BASE_COLOURS: Record<ThemeName, BaseColours> = {
  dark: {
    land: '#161d24',
    water: '#0c2836',
    shore: '#17394a',
    pool: '#123444',
    building: '#212b35',
    buildingEdge: '#2c3843',
    ground: {
      park: '#17281f',
      grass: '#182720',
      forest: '#15261d',
      scrub: '#17261f',
      farmland: '#1b231f',
      orchard: '#18261f',
      wetland: '#142729',
      pitch: '#193026',
      residential: '#181f27',
      commercial: '#1c222b',
      industrial: '#1e212b',
      construction: '#211f22',
      school: '#1d2430',
      hospital: '#28212a',
      cemetery: '#1a2622',
      military: '#241f22',
      paved: '#1c232b',
      sand: '#262521',
      rock: '#20252a',
    },
    roadCase: '#11171d',
    road: {
      main: '#4a5763',
      middle: '#414d58',
      street: '#36414b',
      lane: '#2f3942',
      path: '#3a4650',
      tunnel: '#27313a',
    },
    rail: '#5a6672',
    railGap: '#1a2128',
    boundary: '#7d8fa0',
    text: '#d3dde6',
    textSoft: '#a7b4c0',
    textWater: '#79b0cc',
    halo: '#10161c',
  },
  light: {
    land: '#f3f1ed',
    water: '#b9d6e6',
    shore: '#9cc3d9',
    pool: '#c3e0ee',
    building: '#e4e0d9',
    buildingEdge: '#d3cdc3',
    ground: {
      park: '#d3e6c8',
      grass: '#dcead0',
      forest: '#c7dfbd',
      scrub: '#d6e4c9',
      farmland: '#ebeadb',
      orchard: '#dde8cc',
      wetland: '#d0e4dc',
      pitch: '#c9e3cf',
      residential: '#eeebe6',
      commercial: '#f1e9e4',
      industrial: '#e8e6ec',
      construction: '#ebe5dd',
      school: '#efe9d6',
      hospital: '#f3e3e2',
      cemetery: '#d9e3d2',
      military: '#ece3de',
      paved: '#eceae7',
      sand: '#f0e9d2',
      rock: '#e4e3e0',
    },
    roadCase: '#d2ccc2',
    road: {
      main: '#ffffff',
      middle: '#ffffff',
      street: '#ffffff',
      lane: '#fbfaf8',
      path: '#cfc8bd',
      tunnel: '#e9e5df',
    },
    rail: '#a7a39d',
    railGap: '#f7f5f2',
    boundary: '#8b8494',
    text: '#26323d',
    textSoft: '#56626e',
    textWater: '#3d7593',
    halo: '#ffffff',
  },
}
