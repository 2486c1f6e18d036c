export type DockSide = 'left' | 'right'

/** Which of a workspace's two docks is open where there is room for one beside (or under) the map, or for none. */
export class DockFold {
  open = $state<DockSide | undefined>()
  /** Whether the sheet of a phone stands over nearly all of the map, for forms and long lists. */
  isTall = $state(false)

  #sides: readonly DockSide[] = []

  constructor(open: DockSide | undefined) {
    this.open = open
  }

  /** Opens a dock, or folds it when it was open. */
  toggle(side: DockSide): void {
    this.open = this.open === side ? undefined : side
    this.isTall = false
  }

  /** Takes the docks that there are now: one that comes up is opened, one that has gone gives way. */
  follow(sides: readonly DockSide[]): void {
    const fresh = sides.find(side => !this.#sides.includes(side))
    if (this.#sides.length > 0 && fresh) this.open = fresh
    else if (this.open && !sides.includes(this.open)) this.open = sides[0]
    this.#sides = sides
  }

  /** A pull of the sheet's grip by so many pixels, downwards above zero: far enough takes it a step down or up. */
  pull(pixels: number, side: DockSide): void {
    if (Math.abs(pixels) <= PULL_PIXELS) return
    const isUp = pixels < 0
    if (isUp && this.open) this.isTall = true
    else if (isUp) this.open = side
    else if (this.isTall) this.isTall = false
    else this.open = undefined
  }
}

/** Less is a finger that only rests. */
const PULL_PIXELS = 32
