// From Britter-McQuaid, CCPS 1999, continuous plume correlation; not checked against the printed source.

/** One volume fraction: up to each limit of alpha, beta = slope * alpha + intercept. */
export interface HeavyRow {
  fraction: number
  pieces: readonly (readonly [most: number, slope: number, intercept: number])[]
}

// The last row is printed as 0.001 in one copy; the worked LNG spill of CCPS p. 122 only comes out with 0.002.
export const heavyGasTable: readonly HeavyRow[] = [
  {
    fraction: 0.1,
    pieces: [
      [-0.55, 0, 1.75],
      [-0.14, 0.24, 1.88],
      [1, -0.5, 1.78],
    ],
  },
  {
    fraction: 0.05,
    pieces: [
      [-0.68, 0, 1.92],
      [-0.29, 0.36, 2.16],
      [-0.18, 0, 2.06],
      [1, -0.56, 1.96],
    ],
  },
  {
    fraction: 0.02,
    pieces: [
      [-0.69, 0, 2.08],
      [-0.31, 0.45, 2.39],
      [-0.16, 0, 2.25],
      [1, -0.54, 2.16],
    ],
  },
  {
    fraction: 0.01,
    pieces: [
      [-0.7, 0, 2.25],
      [-0.29, 0.49, 2.59],
      [-0.2, 0, 2.45],
      [1, -0.52, 2.35],
    ],
  },
  {
    fraction: 0.005,
    pieces: [
      [-0.67, 0, 2.4],
      [-0.28, 0.59, 2.8],
      [-0.15, 0, 2.63],
      [1, -0.49, 2.56],
    ],
  },
  {
    fraction: 0.002,
    pieces: [
      [-0.69, 0, 2.6],
      [-0.25, 0.39, 2.87],
      [-0.13, 0, 2.77],
      [1, -0.5, 2.71],
    ],
  },
]
