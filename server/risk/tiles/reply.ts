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
