import type { CleanFace, FieldMap } from '../boundary.ts'

type Value = string | number | boolean | null

interface Valued extends Pick<CleanFace, 'row' | 'piece'> {
  values: Record<string, Value>
}

export interface Named {
  name: string
  code: string
  /** The village, by its name or code. */
  parent: string
  /** The code of the grid that it lies in; empty: none. */
  above: string
  /** As the file writes it. */
  level: string
}

const text = (value: Value | undefined) => (value === null || value === undefined ? '' : String(value).trim())

/** What a row says in a field. */
export const saidIn = (values: Record<string, Value>, field: string | null): string =>
  (field === null ? '' : text(values[field])).slice(0, 80)

/** What each face is called: by the chosen fields, a piece with its number, and by its row where no field says. */
export function namedFaces<T extends Valued>(faces: readonly T[], map: FieldMap): (T & Named)[] {
  return faces.map(face => {
    const of = (field: string | null) => saidIn(face.values, field)
    const tail = face.piece > 1 ? `-${face.piece}` : ''
    const name = of(map.name) || (face.row === 0 ? `新网格 ${face.piece}` : `第 ${face.row} 行`)
    const code = of(map.code)
    return {
      ...face,
      name: `${name}${face.row === 0 ? '' : tail}`,
      code: code === '' ? '' : `${code}${tail}`,
      parent: of(map.parent),
      above: of(map.above),
      level: of(map.level),
    }
  })
}

const likely: Record<keyof FieldMap, RegExp[]> = {
  name: [/^(name|grid_?name|mc|名称|网格名称?|网格)$/i, /name|名称|mc$/i],
  code: [/^(code|grid_?code|bm|编码|网格编[码号]|代码)$/i, /code|编[码号]|代码|bm$/i],
  parent: [
    /^(parent|village|community|region|村|社区|村社区|所属村社?区?|上级)$/i,
    /parent|village|社区|村/i,
  ],
  level: [/^(grid_?)?level$|^(网格)?(层级|级别)$/i],
  above: [/^above_?code$|^上级网格(编[码号]|代码)?$/i],
}

/** Which fields probably say what, to begin with; a field is taken once. */
export function likelyFields(fields: readonly string[]): FieldMap {
  const taken = new Set<string>()
  const pick = (key: keyof FieldMap): string | null => {
    for (const pattern of likely[key]) {
      const found = fields.find(field => !taken.has(field) && pattern.test(field))
      if (found === undefined) continue
      taken.add(found)
      return found
    }
    return null
  }
  const above = pick('above')
  const level = above === null ? null : pick('level')
  const code = pick('code')
  const name = pick('name')
  return { name, code, parent: pick('parent'), level, above }
}
