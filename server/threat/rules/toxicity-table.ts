// From AEGL / ERPG / IDLH, 未注明 / not stated, AEGL 10 min, 30 min, 60 min, 4 h, 8 h; ERPG 1 h; not checked against the printed source.

export const aeglMinutes = [10, 30, 60, 240, 480] as const

/** ppm at the five durations of `aeglMinutes`. */
type Durations = readonly [number, number, number, number, number]

export interface Toxicity {
  aegl: readonly [Durations | null, Durations | null, Durations | null]
  erpg: readonly [number | null, number | null, number | null]
  idlh: number | null
}

// AEGL, ERPG and IDLH in ppm, by the key of the substance.
export const toxicity: Readonly<Record<string, Toxicity>> = {
  chlorine: {
    aegl: [
      [0.5, 0.5, 0.5, 0.5, 0.5],
      [2.8, 2.8, 2, 1, 0.71],
      [50, 28, 20, 10, 7.1],
    ],
    erpg: [1, 3, 20],
    idlh: 10,
  },
  ammonia: {
    aegl: [
      [30, 30, 30, 30, 30],
      [220, 220, 160, 110, 110],
      [2700, 1600, 1100, 550, 390],
    ],
    erpg: [25, 150, 1500],
    idlh: 300,
  },
  'hydrogen-sulfide': {
    aegl: [
      [0.75, 0.6, 0.51, 0.36, 0.33],
      [41, 32, 27, 20, 17],
      [76, 59, 50, 37, 31],
    ],
    erpg: [0.1, 30, 100],
    idlh: 100,
  },
  'sulfur-dioxide': {
    aegl: [
      [0.2, 0.2, 0.2, 0.2, 0.2],
      [0.75, 0.75, 0.75, 0.75, 0.75],
      [30, 30, 30, 19, 9.6],
    ],
    erpg: [0.3, 3, 25],
    idlh: 100,
  },
  'hydrogen-chloride': {
    aegl: [
      [1.8, 1.8, 1.8, 1.8, 1.8],
      [100, 43, 22, 11, 11],
      [620, 210, 100, 26, 26],
    ],
    erpg: [3, 20, 150],
    idlh: 50,
  },
  'hydrogen-fluoride': {
    aegl: [
      [1, 1, 1, 1, 1],
      [95, 34, 24, 12, 12],
      [170, 62, 44, 22, 22],
    ],
    erpg: [2, 20, 50],
    idlh: 30,
  },
  'hydrogen-cyanide': {
    aegl: [
      [2.5, 2.5, 2, 1.3, 1],
      [17, 10, 7.1, 3.5, 2.5],
      [27, 21, 15, 8.6, 6.6],
    ],
    erpg: [null, 10, 25],
    idlh: 50,
  },
  'carbon-monoxide': {
    aegl: [null, [420, 150, 83, 33, 27], [1700, 600, 330, 150, 130]],
    erpg: [200, 350, 500],
    idlh: 1200,
  },
  phosgene: {
    aegl: [null, [0.6, 0.6, 0.3, 0.08, 0.04], [3.6, 1.5, 0.75, 0.2, 0.09]],
    erpg: [null, 0.5, 1.5],
    idlh: 2,
  },
  'nitrogen-dioxide': {
    aegl: [
      [0.5, 0.5, 0.5, 0.5, 0.5],
      [20, 15, 12, 8.2, 6.7],
      [34, 25, 20, 14, 11],
    ],
    erpg: [1, 15, 30],
    idlh: 13,
  },
  bromine: {
    aegl: [
      [0.033, 0.033, 0.033, 0.033, 0.033],
      [0.55, 0.33, 0.24, 0.13, 0.095],
      [19, 12, 8.5, 4.5, 3.3],
    ],
    erpg: [0.1, 0.5, 5],
    idlh: 3,
  },
  phosphine: {
    aegl: [null, [4, 4, 2, 0.5, 0.25], [7.2, 7.2, 3.6, 0.9, 0.45]],
    erpg: [null, 0.5, 5],
    idlh: 50,
  },
  arsine: {
    aegl: [null, [0.3, 0.21, 0.17, 0.04, 0.02], [0.91, 0.63, 0.5, 0.13, 0.06]],
    erpg: [null, 0.5, 1.5],
    idlh: 3,
  },
  'methyl-isocyanate': {
    aegl: [null, [0.4, 0.13, 0.067, 0.017, 0.008], [1.2, 0.4, 0.2, 0.05, 0.025]],
    erpg: [0.025, 0.25, 1.5],
    idlh: 3,
  },
  acrolein: {
    aegl: [
      [0.03, 0.03, 0.03, 0.03, 0.03],
      [0.44, 0.18, 0.1, 0.1, 0.1],
      [6.2, 2.5, 1.4, 0.48, 0.27],
    ],
    erpg: [0.05, 0.15, 1.5],
    idlh: 2,
  },
  benzene: {
    aegl: [
      [130, 73, 52, 18, 9],
      [2000, 1100, 800, 400, 200],
      [9700, 5600, 4000, 2000, 990],
    ],
    erpg: [50, 150, 1000],
    idlh: 500,
  },
  'ethylene-oxide': {
    aegl: [null, [80, 80, 45, 14, 7.9], [360, 360, 200, 63, 35]],
    erpg: [null, 50, 500],
    idlh: 800,
  },
  'vinyl-chloride': {
    aegl: [
      [450, 310, 250, 140, 70],
      [2800, 1600, 1200, 820, 820],
      [12000, 6800, 4800, 3400, 3400],
    ],
    erpg: [500, 5000, 20000],
    idlh: null,
  },
}
