export type DockSide = 'left' | 'right'

/** Which of a workspace's two docks is open where there is room for one beside (or under) the map, or for none. */
export class DockFold {
  open = $state<DockSide | undefined>()

  #sides: readonly DockSide[] = []

  constructor(open: DockSide | undefined) {
    this.open = open
  }

  /** Opens a dock, or folds it when it was open. */
  toggle(side: DockSide): void {
    this.open = this.open === side ? undefined : side
  }

  /** Takes the docks that there are now: one that comes up is opened, one that has gone gives way. */
  follow(sides: readonly DockSide[]): void {
    const fresh = sides.find(side => !this.#sides.includes(side))
    if (this.#sides.length > 0 && fresh) this.open = fresh
    else if (this.open && !sides.includes(this.open)) this.open = sides[0]
    this.#sides = sides
  }

  /** A pull of the sheet's grip by so many pixels, downwards above zero: far enough folds it or opens it. */
  pull(pixels: number, side: DockSide): void {
    if (pixels > PULL_PIXELS) this.open = undefined
    else if (pixels < -PULL_PIXELS) this.open ??= side
  }
}

/** Less is a finger that only rests. */
const PULL_PIXELS = 32
