import { expect, it } from 'vitest'
import { LevelTexture, RAISED_ONLY, splitOf, TEXTURE_WIDTH } from './level-texture.ts'

interface Sent {
  y: number
  height: number
  bytes: number
}

/** What the card holds of the first cells after every sending. */
function cardOf(texture: LevelTexture, cells: number) {
  const held = new Uint8Array(texture.levels.length)
  const card = {
    writeData: (data: Uint8Array, { y }: { y: number }) => held.set(data, y * TEXTURE_WIDTH),
    destroy: () => {},
  }
  const device = asDevice({
    createTexture: (({ data }: { data: Uint8Array }) => {
      held.set(data)
      return card
    }) as () => unknown,
  })
  return () => {
    texture.on(device)
    return [...held.subarray(0, cells)]
  }
}

/** A graphics card that only writes down what it is sent. */
function aDevice() {
  const sent: Sent[] = []
  const texture = {
    writeData: (data: Uint8Array, { y, height }: Omit<Sent, 'bytes'>) =>
      sent.push({ y, height, bytes: data.length }),
    destroy: () => {},
  }
  const device = { createTexture: () => texture }
  return { sent, device: asDevice(device) }
}

/** The texture asks a device for nothing but this one method. */
const asDevice = (device: { createTexture: () => unknown }) =>
  device as unknown as Parameters<LevelTexture['on']>[0]

it('sends only the rows that changed, once', () => {
  const { sent, device } = aDevice()
  const texture = new LevelTexture(new Uint8Array(5000))
  texture.on(device)
  expect(sent).toEqual([])
  texture.patch([
    [TEXTURE_WIDTH + 5, 1],
    [TEXTURE_WIDTH * 2 + 7, 3],
  ])
  texture.on(device)
  texture.on(device)
  expect(sent).toEqual([{ y: 1, height: 2, bytes: TEXTURE_WIDTH * 2 }])
  expect([texture.levelOf(TEXTURE_WIDTH + 5), texture.levelOf(0), texture.levelOf(999_999)]).toEqual([
    1, 0, 0,
  ])
})

it('tells by its version that the map must be drawn again', () => {
  const texture = new LevelTexture(Uint8Array.from([1, 2, 3]))
  const before = texture.version
  texture.replace(Uint8Array.from([4, 4, 4]))
  expect(texture.version).toBeGreaterThan(before)
  expect(texture.levelOf(2)).toBe(4)
  expect(() => texture.replace(new Uint8Array(TEXTURE_WIDTH + 1))).toThrow(RangeError)
})

it('leaves the rows between two far changes where they are', () => {
  const { sent, device } = aDevice()
  const texture = new LevelTexture(new Uint8Array(TEXTURE_WIDTH * 100))
  texture.on(device)
  texture.patch([
    [1, 2],
    [TEXTURE_WIDTH * 80, 1],
    [TEXTURE_WIDTH * 82, 1],
  ])
  texture.on(device)
  expect(sent.map(({ y, height }) => [y, height])).toEqual([
    [0, 1],
    [80, 3],
  ])
})

it('tells where other levels begin across the screen, or that none do', () => {
  const texture = new LevelTexture(new Uint8Array(3))
  expect(splitOf(texture)).toEqual({ others: texture, split: 2 })
  const other = new LevelTexture(new Uint8Array(3))
  texture.beside = { texture: other, from: 0.25 }
  expect(splitOf(texture)).toEqual({ others: other, split: -0.5 })
})

it('tells what changed once, and everything after it was replaced', () => {
  const texture = new LevelTexture(new Uint8Array(50_000))
  expect(texture.takeChanges()).toBeUndefined()
  texture.patch([
    [7, 2],
    [9, 1],
  ])
  texture.patch([[3, 1]])
  expect(texture.takeChanges()).toEqual([7, 9, 3])
  expect(texture.takeChanges()).toEqual([])
  texture.replace(new Uint8Array(3))
  expect(texture.takeChanges()).toBeUndefined()
  texture.patch(Array.from({ length: 30_000 }, (_, ordinal) => [ordinal, 1] as const))
  expect(texture.takeChanges()).toBeUndefined()
})

it('paints a level that only sources give that nobody assessed as not assessed', () => {
  const live = new LevelTexture(Uint8Array.of(3, 0, 1, 4))
  const painted = cardOf(live, 4)
  expect(painted()).toEqual([3, 0, 1, 4])
  live.takeChanges()
  live.assess(Uint8Array.of(0, 0, 2, 4))
  expect(painted()).toEqual([3 + RAISED_ONLY, 0, 1 + RAISED_ONLY, 4])
  expect([...live.levels.subarray(0, 4)]).toEqual([3, 0, 1, 4])

  live.takeChanges()
  live.assess(Uint8Array.of(3, 0, 2, 4))
  expect(live.takeChanges()).toEqual([0])
  expect(painted()).toEqual([3, 0, 1 + RAISED_ONLY, 4])
  live.patch([[1, 2]])
  expect(painted()).toEqual([3, 2, 1 + RAISED_ONLY, 4])
  live.assess(Uint8Array.of(3, 0, 2, 4))
  expect(painted()).toEqual([3, 2 + RAISED_ONLY, 1 + RAISED_ONLY, 4])
})
