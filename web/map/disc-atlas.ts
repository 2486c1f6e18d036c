import type { IconLayerProps } from '@deck.gl/layers'
import type { Rgb } from './palette.ts'
import { DISC_CHARACTERS, SYMBOL_FONT } from './symbol-font.ts'
import { TONES, type Tone, toneInk, toneRgb } from './tone.ts'

/** Discs are drawn three times as large as they stand on the map, so that they are sharp on any screen. */
const SCALE = 3
const DISC_PIXELS = 24
const CELL = (DISC_PIXELS + 4) * SCALE
const PIN = { width: 38, height: 48 }

export interface IconPlace {
  x: number
  y: number
  width: number
  height: number
  anchorX?: number
  anchorY?: number
  mask: boolean
}
/** What icon layers take as their atlas. */
type AtlasImage = NonNullable<IconLayerProps['iconAtlas']>
export interface Atlas {
  image: AtlasImage
  mapping: Record<string, IconPlace>
}

type Pen = CanvasRenderingContext2D
const css = ([red, green, blue]: Rgb) => `rgb(${red},${green},${blue})`

/** The name of a disc in the atlas; a character it does not have is drawn as a plain disc. */
export const discName = (tone: Tone, character: string) =>
  `${tone}/${DISC_CHARACTERS.includes(character) ? character : ''}`

/** All discs (each tone with each character), the incident pins and the closure disc on one picture. */
export function drawAtlas(): Atlas {
  const characters = [...new Set(DISC_CHARACTERS), '']
  const pinRow = PIN.height * SCALE + 6
  const canvas = document.createElement('canvas')
  canvas.width = characters.length * CELL
  canvas.height = TONES.length * CELL + pinRow
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) throw new Error('This browser cannot draw on a canvas')
  const mapping: Record<string, IconPlace> = {}
  for (const [row, tone] of TONES.entries()) {
    for (const [column, character] of characters.entries()) {
      const x = column * CELL
      const y = row * CELL
      drawDisc(pen, { x, y, tone, character })
      mapping[`${tone}/${character}`] = { x, y, width: CELL, height: CELL, mask: false }
    }
  }
  drawSpecials(pen, TONES.length * CELL, mapping)
  return { image: asAtlasImage(pen.getImageData(0, 0, canvas.width, canvas.height)), mapping }
}

/** The layer makes a texture of any picture it is given; its types name only addresses and ready textures. */
const asAtlasImage = (image: ImageData) => image as unknown as AtlasImage

interface Disc {
  x: number
  y: number
  tone: Tone
  character: string
}

/** Colour, a white ring, and a dark hairline outside, so that the disc reads on any ground. */
function drawDisc(pen: Pen, { x, y, tone, character }: Disc) {
  const middle = CELL / 2
  const radius = (DISC_PIXELS / 2) * SCALE
  ring(pen, { x: x + middle, y: y + middle, radius, fill: 'rgba(10,15,20,0.75)' })
  ring(pen, { x: x + middle, y: y + middle, radius: radius - SCALE, fill: '#ffffff' })
  ring(pen, { x: x + middle, y: y + middle, radius: radius - 2.4 * SCALE, fill: css(toneRgb(tone)) })
  pen.fillStyle = css(toneInk(tone))
  pen.font = `600 ${12.5 * SCALE}px ${SYMBOL_FONT}`
  pen.textAlign = 'center'
  pen.textBaseline = 'alphabetic'
  const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = pen.measureText(character)
  pen.fillText(character, x + middle, y + middle + (up - down) / 2)
}

function ring(pen: Pen, { x, y, radius, fill }: { x: number; y: number; radius: number; fill: string }) {
  pen.beginPath()
  pen.arc(x, y, radius, 0, Math.PI * 2)
  pen.fillStyle = fill
  pen.fill()
}

function drawSpecials(pen: Pen, y: number, mapping: Record<string, IconPlace>) {
  const width = PIN.width * SCALE
  const height = PIN.height * SCALE
  const anchored = { width, height, anchorX: width / 2, anchorY: height - 2 * SCALE, mask: false }
  drawPin(pen, { x: 0, y, fill: '#ff4b45' })
  mapping.pin = { x: 0, y, ...anchored }
  drawPin(pen, { x: width, y, fill: '#6b7783' })
  mapping['pin-closed'] = { x: width, y, ...anchored }
  drawNoEntry(pen, width * 2, y)
  mapping.closure = { x: width * 2, y, width: CELL, height: CELL, mask: false }
}

function drawPin(pen: Pen, { x, y, fill }: { x: number; y: number; fill: string }) {
  const middle = x + (PIN.width * SCALE) / 2
  const outline = (grow: number) => {
    const radius = (14 + grow) * SCALE
    const centre = y + 18 * SCALE
    pen.beginPath()
    pen.arc(middle, centre, radius, Math.PI * 0.86, Math.PI * 0.14)
    pen.lineTo(middle, y + (43 + grow * 1.5) * SCALE)
    pen.closePath()
  }
  const layers: [grow: number, colour: string][] = [
    [3, 'rgba(10,15,20,0.7)'],
    [2, '#ffffff'],
    [0, fill],
  ]
  for (const [grow, colour] of layers) {
    outline(grow)
    pen.fillStyle = colour
    pen.fill()
  }
  pen.fillStyle = '#ffffff'
  pen.font = `600 ${19 * SCALE}px ${SYMBOL_FONT}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText('!', middle, y + 18.5 * SCALE)
}

function drawNoEntry(pen: Pen, x: number, y: number) {
  const middle = CELL / 2
  const radius = (DISC_PIXELS / 2) * SCALE
  ring(pen, { x: x + middle, y: y + middle, radius, fill: 'rgba(10,15,20,0.7)' })
  ring(pen, { x: x + middle, y: y + middle, radius: radius - SCALE, fill: '#ffffff' })
  ring(pen, { x: x + middle, y: y + middle, radius: radius - 2.4 * SCALE, fill: '#e5483f' })
  pen.fillStyle = '#ffffff'
  pen.fillRect(x + middle - 6 * SCALE, y + middle - 1.7 * SCALE, 12 * SCALE, 3.4 * SCALE)
}
