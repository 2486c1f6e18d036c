/** Small pictures of the map style, drawn here: the style has no sprite to fetch. */
const SCALE = 2

type Draw = (context: CanvasRenderingContext2D, size: number) => void

const spot =
  (fill: string, edge: string): Draw =>
  (context, size) => {
    context.beginPath()
    context.arc(size / 2, size / 2, size / 2 - 1.5, 0, Math.PI * 2)
    context.fillStyle = fill
    context.fill()
    context.lineWidth = 1.5
    context.strokeStyle = edge
    context.stroke()
  }

const square =
  (fill: string, edge: string): Draw =>
  (context, size) => {
    context.fillStyle = edge
    context.fillRect(0, 0, size, size)
    context.fillStyle = fill
    context.fillRect(1.2, 1.2, size - 2.4, size - 2.4)
  }

const nothing: Draw = () => {}

/** The `room-*` pictures are empty: they only take the room of symbols that are drawn by other means. */
const IMAGES: Record<string, { size: number; height?: number; draw: Draw }> = {
  'room-disc': { size: 26, draw: nothing },
  'room-ring': { size: 36, draw: nothing },
  'room-pin': { size: 36, height: 46, draw: nothing },
  'room-pill': { size: 84, height: 22, draw: nothing },
  spot: { size: 7, draw: spot('#7d8b98', 'rgba(255,255,255,0.75)') },
  'vertex-dark': { size: 7, draw: square('#0d1217', '#e8edf2') },
  'vertex-light': { size: 7, draw: square('#ffffff', '#17212b') },
}

/** A picture the style asks for by name, or null when it is none of ours. */
export function mapImage(id: string): { image: ImageData; pixelRatio: number } | null {
  const known = IMAGES[id]
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!known || !context) return null
  canvas.width = known.size * SCALE
  canvas.height = (known.height ?? known.size) * SCALE
  context.scale(SCALE, SCALE)
  known.draw(context, known.size)
  return { image: context.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: SCALE }
}
