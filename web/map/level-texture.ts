import type { LayerContext } from '@deck.gl/core'

type Device = LayerContext['device']
type Texture = ReturnType<Device['createTexture']>

/** Texels across; a cell's level lies at column `ordinal % 1024`, row `ordinal / 1024`. */
export const TEXTURE_WIDTH = 1024

/** Where a shader finds a cell: by bits, since dividing whole numbers costs a software renderer most of a picture. */
export const TEXEL_OF_CELL = `ivec2(cell & ${TEXTURE_WIDTH - 1}, cell >> ${Math.log2(TEXTURE_WIDTH)})`

/** One sending costs about as much as this many rows. */
const ROWS_WORTH_SENDING = 32

/** Added to the byte of a cell on the card that has its level of sources alone that nobody assessed. */
export const RAISED_ONLY = 8

/** Changes beyond these are told as a change of everything. */
const MOST_CHANGES = 20_000

let made = 0

/** One byte a cell, kept in memory and on the graphics card. Changing a million levels moves no geometry. */
export class LevelTexture {
  readonly levels: Uint8Array
  /** Tells this texture from others. */
  readonly id = ++made
  /** Rises with every change; the map takes it over when it is drawn again. */
  version = 0
  /** Other levels of the same cells, shown from a place across the screen on: 0 is its left edge, 1 its right. */
  beside: { texture: LevelTexture; from: number } | undefined
  #assessed: Uint8Array | undefined
  #texture: Texture | undefined
  #device: Device | undefined
  /** Rows that the card has not got yet, and whether there are any. */
  readonly #dirtyRows: Uint8Array
  #isDirty = false
  /** Ordinals that changed since they were last asked for; undefined when any may have. */
  #changes: number[] | undefined

  /** Levels 0 to 4 by ordinal. */
  constructor(levels: Uint8Array) {
    const rows = Math.max(1, Math.ceil(levels.length / TEXTURE_WIDTH))
    this.levels = new Uint8Array(rows * TEXTURE_WIDTH)
    this.levels.set(levels)
    this.#dirtyRows = new Uint8Array(rows)
  }

  levelOf = (ordinal: number) => this.levels[ordinal] ?? 0

  /** Levels of the same cells if only assessed sources counted; undefined where no other counts. */
  get assessed(): Uint8Array | undefined {
    return this.#assessed
  }

  /** Takes these over; the array is kept and may be written to. */
  assess(assessed: Uint8Array | undefined): void {
    const before = this.#assessed
    this.#assessed = assessed
    const length = Math.max(before?.length ?? 0, assessed?.length ?? 0)
    for (let ordinal = 0; ordinal < length; ordinal++)
      if (before?.[ordinal] !== assessed?.[ordinal]) this.#note(ordinal)
    this.#touched()
  }

  /** Whether a cell has its level of sources alone that nobody assessed. */
  isRaisedOnly(ordinal: number): boolean {
    const level = this.levelOf(ordinal)
    if (!this.#assessed || level === 0) return false
    const assessed = this.#assessed[ordinal] ?? 0
    return assessed === 0 || assessed > level
  }

  /** Replaces the first levels. Throws RangeError when there are more than there were. */
  replace(levels: Uint8Array): void {
    this.levels.set(levels)
    this.#dirtyRows.fill(1, 0, Math.ceil(levels.length / TEXTURE_WIDTH))
    this.#changes = undefined
    this.#touched()
  }

  patch(changes: Iterable<readonly [ordinal: number, level: number]>): void {
    for (const [ordinal, level] of changes) {
      this.levels[ordinal] = level
      // Taken for assessed until it is told otherwise.
      if (this.#assessed) this.#assessed[ordinal] = level
      this.#note(ordinal)
    }
    this.#touched()
  }

  #note(ordinal: number) {
    this.#dirtyRows[Math.floor(ordinal / TEXTURE_WIDTH)] = 1
    this.#changes?.push(ordinal)
    if (this.#changes && this.#changes.length > MOST_CHANGES) this.#changes = undefined
  }

  /** Ordinals of what changed since this was last asked; undefined when that may be everything. */
  takeChanges(): readonly number[] | undefined {
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  #touched() {
    this.#isDirty = true
    this.version++
  }

  /** The texture on a device, brought up to date: only the rows that changed are sent. */
  on(device: Device): Texture {
    if (!this.#texture || this.#device !== device) {
      this.#device = device
      this.#texture = this.#create(device)
      this.#isDirty = false
      this.#dirtyRows.fill(0)
    }
    if (this.#isDirty) this.#sendRows(this.#texture)
    return this.#texture
  }

  #create(device: Device): Texture {
    return device.createTexture({
      width: TEXTURE_WIDTH,
      height: this.levels.length / TEXTURE_WIDTH,
      format: 'r8unorm',
      data: this.#bytes(0, this.levels.length),
      mipLevels: 1,
      sampler: { minFilter: 'nearest', magFilter: 'nearest' },
    })
  }

  /** Rows that lie near one another are sent together. */
  #sendRows(texture: Texture) {
    for (let y = this.#dirtyRows.indexOf(1); y >= 0; y = this.#dirtyRows.indexOf(1, y)) {
      const height = this.#endFrom(y) - y
      const rows = this.#bytes(y * TEXTURE_WIDTH, (y + height) * TEXTURE_WIDTH)
      texture.writeData(rows, { x: 0, y, width: TEXTURE_WIDTH, height })
      y += height
    }
    this.#dirtyRows.fill(0)
    this.#isDirty = false
  }

  /** What the card gets of some cells: their levels, and which of them are raised only. */
  #bytes(from: number, end: number): Uint8Array {
    if (!this.#assessed) return this.levels.subarray(from, end)
    const bytes = this.levels.slice(from, end)
    for (let i = 0; i < bytes.length; i++)
      if (this.isRaisedOnly(from + i)) bytes[i] = (bytes[i] ?? 0) + RAISED_ONLY
    return bytes
  }

  /** Behind the last changed row that follows `y` without a gap that is worth a sending of its own. */
  #endFrom(y: number): number {
    let end = y + 1
    for (;;) {
      const next = this.#dirtyRows.indexOf(1, end)
      if (next < 0 || next - end > ROWS_WORTH_SENDING) return end
      end = next + 1
    }
  }

  destroy(): void {
    this.#texture?.destroy()
    this.#texture = undefined
  }
}

/** Right of everything on the screen. */
const NOWHERE = 2

/** The levels beside these, and where they begin from -1 at the left edge of the screen to 1 at its right. */
export const splitOf = (texture: LevelTexture): { others: LevelTexture; split: number } => ({
  others: texture.beside?.texture ?? texture,
  split: texture.beside ? texture.beside.from * 2 - 1 : NOWHERE,
})
