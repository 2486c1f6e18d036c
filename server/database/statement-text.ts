/** SQL with its comments and the insides of its literals blanked: what is left is what is done. */
export function bare(sql: string): string {
  return sql.replace(
    /"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$/g,
    part => (part.startsWith('"') ? part : part.startsWith('-') || part.startsWith('/') ? ' ' : "''"),
  )
}

/** True for a COPY that would read from the connection, anywhere among several statements. */
export const copiesIn = (sql: string) =>
  /copy[^]*stdin/i.test(sql) && /(?:^|;)\s*copy\b[^;]*\bfrom\s+stdin\b/i.test(bare(sql))

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
