import { type Course, curve } from './course.ts'
import { offset, type Point, polar } from './plane.ts'
import { axisName } from './ring-streets.ts'
import { beside, coast } from './water.ts'
import { RINGS } from './zone.ts'

/** Streets that follow the land rather than the net. */
export function naturalStreets(): Course[] {
  const after = (k: number, points: Point[]) => curve([polar(RINGS.third, 30 * k), ...points])
  return [
    {
      name: { zh: '滨江南路', en: 'Binjiang South Road' },
      highway: 'secondary',
      line: beside(-70).filter(([x]) => x < 3330),
      waterside: true,
    },
    {
      name: { zh: '滨江北路', en: 'Binjiang North Road' },
      highway: 'secondary',
      line: beside(70).filter(([x]) => x < 4250),
      waterside: true,
    },
    {
      name: { zh: '观海路', en: 'Guanhai Road' },
      highway: 'secondary',
      line: offset(coast.slice(0, -20), 86).filter(([, y]) => y < 120),
      through: true,
      waterside: true,
    },
    {
      name: { zh: '海堤北路', en: 'Haidi North Road' },
      highway: 'tertiary',
      line: offset(coast, 86).filter(([, y]) => y > 3000),
      waterside: true,
    },
    {
      name: { zh: '码头路', en: 'Matou Road' },
      highway: 'tertiary',
      line: curve([
        [3960, 160],
        [3900, 500],
        [3740, 820],
        [3700, 1080],
        [3760, 1300],
        [3950, 1500],
        [4010, 1800],
        [3980, 2200],
      ]),
      waterside: true,
    },
    {
      name: axisName(1),
      highway: 'secondary',
      line: after(1, [
        [2250, 1250],
        [2900, 1290],
        [3420, 1330],
        [3700, 1250],
      ]),
      outer: true,
    },
    {
      name: axisName(7),
      highway: 'secondary',
      line: after(7, [
        [-2600, -1480],
        [-3500, -2080],
        [-4300, -2380],
        [-5200, -2420],
      ]),
      outer: true,
    },
    {
      name: axisName(11),
      highway: 'secondary',
      line: after(11, [
        [2600, -1330],
        [3300, -1500],
        [3900, -1620],
        [4390, -1600],
      ]),
      outer: true,
      through: true,
    },
  ]
}
