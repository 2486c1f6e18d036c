import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { invalid, Refusal } from '../errors.ts'
import type { Bbox } from '../region/place.ts'
import { floodAside } from './flood-aside.ts'
import { boundsOf } from './place.ts'
import { isRefused } from './rules/asked.ts'
import { reckon } from './rules/reckon.ts'
import { heightAt, type Terrain } from './rules/terrain.ts'
import { terrainOfTown } from './terrains.ts'
import type { Reckoning, ThreatAnswer, ThreatQuestion } from './threat.ts'

type Question = Pick<ThreatQuestion, 'lngLat' | 'inputs' | 'weather'>

/** @throws Refusal `invalid`, with `details.instead` naming the model to ask where this one does not hold */
export async function reckonOrRefuse(question: Question, terrain: Terrain | null): Promise<Reckoning> {
  const { lngLat, inputs, weather } = question
  const asked = { lngLat, inputs, weather, terrain }
  // Water spreads over millions of heights; every other model is a handful of formulas.
  const found = terrain ? await floodAside.reckon(asked) : reckon(asked)
  if (!isRefused(found)) return found
  const { errors, words } = invalid(found.path, found.refused)
  throw new Refusal('invalid', words, {
    errors,
    details: { instead: found.instead, groundMeters: found.groundMeters ?? null },
  })
}

/**
 * What a model says for these inputs; nothing is stored.
 * @throws Refusal `forbidden`, `missing`, `invalid` (inputs the model does not hold for)
 */
export async function preview(context: Context, question: ThreatQuestion): Promise<ThreatAnswer> {
  const bounds = await read(context, inside => {
    allow(inside.actor, 'region.read', { world: inside.world, townId: question.townId })
    return boundsOf(inside, question)
  })
  const terrain = await terrainFor(question, bounds)
  const result = await reckonOrRefuse(question, terrain)
  return { ...result, groundMeters: terrain && heightAt(terrain, question.lngLat) }
}

/** Only a flood asks for the ground. */
export const terrainFor = (
  { townId, inputs }: Pick<ThreatQuestion, 'townId' | 'inputs'>,
  bounds: Bbox,
): Promise<Terrain | null> =>
  inputs.model === 'flood' ? terrainOfTown(townId, bounds) : Promise.resolve(null)
