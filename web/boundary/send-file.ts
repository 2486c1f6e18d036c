import type { BoundaryImport, TextEncoding } from '../../server/boundary/boundary.ts'
import { newKey, Problem } from '../api.ts'
import { readProblem } from '../problem.ts'

export interface FileToSend {
  file: File
  townId: number
  /** What its letters are; the file itself is asked when this is not said. */
  encoding?: TextEncoding | undefined
  /** A name under which the server tells how far it is with the file. */
  progress?: string
  worldId: number
  languageTag: string
  signal: AbortSignal
  /** 0 to 1 of what was sent; 1 means that the server is reading. */
  onprogress: (share: number) => void
}

/**
 * Sends a file of boundaries and tells how far it is, which `fetch` cannot.
 * @returns undefined when it was cancelled
 * @throws Problem
 */
export function sendFile({
  file,
  townId,
  encoding,
  progress,
  worldId,
  languageTag,
  signal,
  onprogress,
}: FileToSend): Promise<BoundaryImport | undefined> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const query = new URLSearchParams({
      town: String(townId),
      name: file.name,
      ...(encoding ? { encoding } : {}),
      ...(progress ? { progress } : {}),
    })
    request.open('POST', `/api/boundary-imports?${query}`)
    request.responseType = 'json'
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('sisetu-world', String(worldId))
    request.setRequestHeader('accept-language', languageTag)
    request.setRequestHeader('idempotency-key', newKey())
    request.upload.onprogress = ({ loaded, total }) => onprogress(total > 0 ? loaded / total : 0)
    request.upload.onload = () => onprogress(1)
    request.onload = () => {
      const { status, response } = request
      if (status >= 200 && status < 300) resolve(response as BoundaryImport)
      else reject(readProblem(status, response))
    }
    request.onerror = () => reject(new Problem({ code: 'offline', status: 0 }))
    request.onabort = () => resolve(undefined)
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
