const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Field by field: what one did not touch is as the other one made it. */
export function mergedFields<Fields extends object>(base: Fields, mine: Fields, theirs: Fields): Fields {
  const changed = Object.entries(mine).filter(([name, value]) => !same(value, Reflect.get(base, name)))
  return { ...theirs, ...Object.fromEntries(changed) }
}

/** Row by row, by a key: what either added, changed or took away; where both changed a field, one's own stands. */
export function mergedRows<Row extends object>(
  keyOf: (row: Row) => string,
  { base, mine, theirs }: { base: readonly Row[]; mine: readonly Row[]; theirs: readonly Row[] },
): Row[] {
  const [before, now] = [byKey(keyOf, base), byKey(keyOf, theirs)]
  const kept = mine.flatMap(row => {
    const [was, other] = [before.get(keyOf(row)), now.get(keyOf(row))]
    if (other) return [was ? mergedFields(was, row, other) : row]
    return was && same(was, row) ? [] : [row]
  })
  const known = new Set([...before.keys(), ...mine.map(keyOf)])
  return [...kept, ...theirs.filter(row => !known.has(keyOf(row)))]
}

const byKey = <Row>(keyOf: (row: Row) => string, rows: readonly Row[]) =>
  new Map(rows.map(row => [keyOf(row), row]))

export interface Saying {
  label: string
  text: string
}

/** What either has changed, said side by side; what only the other one changed reads the same on both. */
export function conflictRows(sayings: {
  base: readonly Saying[]
  mine: readonly Saying[]
  theirs: readonly Saying[]
}): { label: string; mine: string; theirs: string }[] {
  const [base, mine, theirs] = [sayings.base, sayings.mine, sayings.theirs].map(
    said => new Map(said.map(({ label, text }) => [label, text])),
  )
  const labels = [...new Set([sayings.base, sayings.theirs, sayings.mine].flat().map(({ label }) => label))]
  return labels.flatMap(label => {
    const [was, own, other] = [base?.get(label) ?? '', mine?.get(label) ?? '', theirs?.get(label) ?? '']
    return own === was && other === was ? [] : [{ label, mine: own, theirs: other }]
  })
}
