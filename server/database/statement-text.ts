/** SQL with its comments and the insides of its literals blanked: what is left is what is done. */
export function bare(sql: string): string {
  return sql.replace(
    /"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$/g,
    part => (part.startsWith('"') ? part : part.startsWith('-') || part.startsWith('/') ? ' ' : "''"),
  )
}

/** True for a COPY that would read from the connection, anywhere among several statements. */
export const copiesIn = (sql: string) =>
  /copy[\s\S]*stdin/i.test(sql) && /(?:^|;)\s*copy\b[^;]*\bfrom\s+stdin\b/i.test(bare(sql))

const alone =
  /(?:^|;)\s*(?:begin|start|commit|end|rollback|abort|savepoint|release|prepare|call|vacuum|cluster|discard|checkpoint|reindex|(?:create|drop)\s+(?:database|tablespace)|alter\s+system|(?:create|drop)\s+(?:unique\s+)?index\s+concurrently)\b/i

/** True when the statements may be run inside a transaction made for them: none begins, ends or forbids one. */
export const canBeWrapped = (sql: string) => !alone.test(bare(sql))

export interface Hearing {
  /** Channel; `undefined` with `listen: false` means every channel. */
  channel: string | undefined
  listen: boolean
}

const unquoted = (name: string) =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()

/** The LISTEN and UNLISTEN statements in `sql`, in order. */
export function hearings(sql: string): Hearing[] {
  if (!/listen/i.test(sql)) return []
  const found = bare(sql).matchAll(/(?:^|;)\s*(un)?listen\s+("(?:[^"]|"")+"|[A-Za-z_][\w$]*|\*)/gi)
  return Array.from(found, ([, un, name = '']) => ({
    channel: name === '*' ? undefined : unquoted(name),
    listen: un === undefined,
  }))
}
