import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { Version } from '../region/place.ts'
import { loadShelter } from './find.ts'
import type { Shelter } from './shelter.ts'

export const Opening = z.strictObject({ version: Version })
export type Opening = z.infer<typeof Opening>

/**
 * Opens or closes a shelter in the context's world; the register row itself stays as it is, so that a
 * drill changes nothing outside its world.
 */
export const setOpen =
  (open: boolean) =>
  (context: Context, id: number, { version }: Opening): Promise<Shelter> =>
    change(context, async ({ sql, actor, world, record }) => {
      const before = await loadShelter(sql, id)
      const { townId } = before
      allow(actor, 'incident.command', { world, townId })
      if (before.version !== version) throw stale(before)
      if (open && before.standing !== 'confirmed') throw unconfirmed()
      const [changed] = await sql`
        insert into shelter_states (shelter_id, open)
        select ${id}, ${open} where ${open} or exists (select from shelter_states where shelter_id = ${id})
        on conflict (world, shelter_id) do update set open = excluded.open,
          occupied = case when excluded.open then shelter_states.occupied else 0 end
        where shelter_states.open <> excluded.open returning shelter_id`
      const after = await loadShelter(sql, id)
      if (!changed) throw already(after)
      record({
        verb: open ? 'open' : 'close',
        noun: 'shelter',
        id,
        version: after.version,
        townId,
        before,
        after,
      })
      return after
    })

const unconfirmed = () =>
  conflict({ zh: '避难场所尚未确认，不能开放', en: 'The shelter is not confirmed yet and cannot be opened' })

const already = (theirs: Shelter) =>
  conflict(
    theirs.open
      ? { zh: '避难场所已开放', en: 'The shelter is open already' }
      : { zh: '避难场所未开放', en: 'The shelter is not open' },
    { theirs },
  )
