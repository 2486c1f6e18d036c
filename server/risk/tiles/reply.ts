/** Whether an `Accept-Encoding` header names gzip. */
export const isGzipTaken = (acceptEncoding: string | undefined): boolean =>
  /\bgzip\b/.test(acceptEncoding ?? '')

/** What every answer about a tile says of itself. */
export const headersOf = (etag: string, gzipped: boolean): Record<string, string> => ({
  ETag: etag,
  'Cache-Control': 'private, no-cache',
  Vary: 'Accept-Encoding, Cookie',
  'Content-Type': 'application/vnd.mapbox-vector-tile',
  'X-Content-Type-Options': 'nosniff',
  ...(gzipped ? { 'Content-Encoding': 'gzip' } : {}),
})

/** An answer about a tile before it goes onto the line. */
export interface Answer {
  status: 200 | 204 | 304
  /** Names and values in turn. */
  head: readonly string[]
  /** Left out where the status has none. */
  bytes?: Uint8Array
}
