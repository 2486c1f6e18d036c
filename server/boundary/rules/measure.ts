import type { Spot } from '../../region/rules/lattice.ts'

// WGS 84: mean radius of the meridian, and of the equator, to metres for one unit of 1e-7 degrees.
const metersPerUnitNorth = 0.011_119_493
const metersPerUnitEast = 0.011_131_949

/**
 * Sizes near one latitude, for showing and for comparing with tolerances given in metres. Only whole numbers, square
 * roots and products, so that browser and server measure alike; right to 1 in 1000 within a degree of the latitude.
 */
export class Measure {
  readonly #east: number
  readonly #north = metersPerUnitNorth

  constructor(latitude: number) {
    const cosine = Math.round(Math.cos((latitude * Math.PI) / 180) * 1e6) / 1e6
    this.#east = metersPerUnitEast * Math.max(cosine, 0.01)
  }

  squareMeters(doubleArea: bigint): number {
    return (Number(doubleArea) / 2) * this.#east * this.#north
  }

  /** In whole millimetres, so that sums do not depend on their order. */
  millimeters([ax, ay]: Spot, [bx, by]: Spot): number {
    const dx = (bx - ax) * this.#east
    const dy = (by - ay) * this.#north
    return Math.round(Math.sqrt(dx * dx + dy * dy) * 1000)
  }

  /** The mean width of a shape: what a strip of this area and outline is wide. */
  widthMeters(doubleArea: bigint, outlineMillimeters: number): number {
    return outlineMillimeters === 0 ? 0 : (this.squareMeters(doubleArea) * 2000) / outlineMillimeters
  }

  /** How many units north or east a distance is, at most. */
  unitsOf(meters: number): number {
    return Math.ceil(meters / this.#east)
  }
}
