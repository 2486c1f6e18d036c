/**
 * The text of a table in UTF-8 or, where it is none, in GB 18030, which old Chinese tools write; `said` names the
 * letters where a person knows better. A byte order mark is no letter.
 */
export function decoded(bytes: Uint8Array, said?: string): { text: string; encoding: string } {
  if (said) return { text: new TextDecoder(said).decode(bytes), encoding: said }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gb18030' }
  }
}
