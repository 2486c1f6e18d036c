import type { Context } from '../context.ts'
import { answer } from './answer.ts'
import type { Order, OrderStepInput } from './dispatch.ts'

export const depart = (context: Context, id: number, input: OrderStepInput): Promise<Order> =>
  answer(context, id, { ...input, step: 'depart' })
