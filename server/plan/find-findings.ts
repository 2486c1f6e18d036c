import { checkPlan } from '../../plans/check.ts'
import { type Context, read } from '../context.ts'
import { readPlan } from './find.ts'
import type { PlanFinding } from './plan.ts'

/** Everything `checkPlan` has against a plan, errors and warnings. */
export const findFindings = (context: Context, id: number): Promise<PlanFinding[]> =>
  read(context, async inside => checkPlan((await readPlan(inside, id)).document))
