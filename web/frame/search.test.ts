import { describe, expect, it } from 'vitest'
import { Keys } from '../keys.ts'
import { zh } from '../language/words.ts'
import { type Found, findCommands, grouped } from './search.svelte.ts'

const hit = (group: 'grid' | 'place', name: string): Found => ({
  kind: 'hit',
  group,
  hit: { noun: group, id: null, name, nameEn: '', kind: '', lngLat: [0, 0], bounds: null, rank: 0 },
})

describe('search', () => {
  it('groups results in the order of their best one', () => {
    const found = [hit('place', 'a'), hit('grid', 'b'), hit('place', 'c')]
    expect(grouped(found).map(({ group, rows }) => [group, rows.length])).toEqual([
      ['place', 2],
      ['grid', 1],
    ])
  })

  it('finds commands by their words and only those that do something now', () => {
    const keys = new Keys()
    keys.bind(
      t => t.frame.keyGroups.go,
      [
        { chord: 'g r', word: t => t.frame.keys.go(t.frame.workspaces.risk), run: () => undefined },
        {
          chord: 'g g',
          word: t => t.frame.keys.go(t.frame.workspaces.grid),
          run: () => undefined,
          when: () => false,
        },
      ],
    )
    expect(findCommands(keys, zh, '风险').map(found => found.kind === 'command' && found.text)).toEqual([
      '前往风险',
    ])
    expect(findCommands(keys, zh, '网格')).toEqual([])
    expect(findCommands(keys, zh, ' ')).toEqual([])
  })
})
