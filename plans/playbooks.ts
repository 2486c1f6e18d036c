import type { Plan } from './plan.ts'
import { chemical } from './playbooks/chemical.ts'
import { crowd } from './playbooks/crowd.ts'
import { epidemic } from './playbooks/epidemic.ts'
import { fire } from './playbooks/fire.ts'
import { flood } from './playbooks/flood.ts'
import { gas } from './playbooks/gas.ts'
import { massCasualty } from './playbooks/mass-casualty.ts'
import { typhoon } from './playbooks/typhoon.ts'

/** The plans that come with Sisetu: starting points to adapt and approve locally. */
export const playbooks: Plan[] = [flood, chemical, fire, massCasualty, typhoon, gas, epidemic, crowd]
