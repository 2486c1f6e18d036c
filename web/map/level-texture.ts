import type { LayerContext } from '@deck.gl/core'

type Device = LayerContext['device']
type Texture = ReturnType<Device['createTexture']>

/** Texels across; a cell's level lies at column `ordinal % 1024`, row `ordinal / 1024`. */
export const TEXTURE_WIDTH = 1024

let made = 0

/** One byte a cell, kept in memory and on the graphics card. Changing a million levels moves no geometry. */
export class LevelTexture {
  readonly levels: Uint8Array
  /** Tells this texture from others. */
  readonly id = ++made
  /** Rises with every change; the map takes it over when it is drawn again. */
  version = 0
  #texture: Texture | undefined
  #device: Device | undefined
  #dirty: { from: number; to: number } | undefined

  /** Levels 0 to 4 by ordinal. */
  constructor(levels: Uint8Array) {
    const rows = Math.max(1, Math.ceil(levels.length / TEXTURE_WIDTH))
    this.levels = new Uint8Array(rows * TEXTURE_WIDTH)
    this.levels.set(levels)
  }

  levelOf = (ordinal: number) => this.levels[ordinal] ?? 0

  /** Replaces the first levels. Throws RangeError when there are more than there were. */
  replace(levels: Uint8Array): void {
    this.levels.set(levels)
    this.#touch(0, levels.length)
  }

  patch(changes: Iterable<readonly [ordinal: number, level: number]>): void {
    for (const [ordinal, level] of changes) {
      this.levels[ordinal] = level
      this.#touch(ordinal, ordinal + 1)
    }
  }

  #touch(from: number, to: number) {
    const { from: first = from, to: last = to } = this.#dirty ?? {}
    this.#dirty = { from: Math.min(first, from), to: Math.max(last, to) }
    this.version++
  }

  /** The texture on a device, brought up to date: only the rows that changed are sent. */
  on(device: Device): Texture {
    if (!this.#texture || this.#device !== device) {
      this.#device = device
      this.#texture = this.#create(device)
      this.#dirty = undefined
    }
    if (this.#dirty) this.#send(this.#texture, this.#dirty)
    this.#dirty = undefined
    return this.#texture
  }

  #create(device: Device): Texture {
    return device.createTexture({
      width: TEXTURE_WIDTH,
      height: this.levels.length / TEXTURE_WIDTH,
      format: 'r8unorm',
      data: this.levels,
      mipLevels: 1,
      sampler: { minFilter: 'nearest', magFilter: 'nearest' },
    })
  }

  #send(texture: Texture, { from, to }: { from: number; to: number }) {
    const y = Math.floor(from / TEXTURE_WIDTH)
    const height = Math.ceil(to / TEXTURE_WIDTH) - y
    const rows = this.levels.subarray(y * TEXTURE_WIDTH, (y + height) * TEXTURE_WIDTH)
    texture.writeData(rows, { x: 0, y, width: TEXTURE_WIDTH, height })
  }

  destroy(): void {
    this.#texture?.destroy()
    this.#texture = undefined
  }
}
