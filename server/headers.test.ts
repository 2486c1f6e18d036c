import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testApp } from './test-app.ts'

// The health route asks no database.
const app = () => testApp({} as Parameters<typeof testApp>[0])

test('every answer says what a page may load: no inline script, workers of our own', async () => {
  for (const path of ['/healthz', '/api/nothing-open', '/x.js']) {
    const { headers } = await app().request(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("worker-src 'self' blob:")
    expect(policy).toContain("object-src 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe|default-src[^;]*\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
  }
})

const built = join(import.meta.dirname, '../dist/web/index.html')

test.runIf(existsSync(built))(
  'the built page has no script that this would forbid, and asks nobody outside',
  () => {
    const page = readFileSync(built, 'utf8')
    expect(
      [...page.matchAll(/<script\b([^>]*)>/g)].filter(([, more]) => !/\bsrc="\//.test(more ?? '')),
    ).toEqual([])
    expect(page).not.toMatch(/\son\w+=|javascript:|(src|href)="(https?:)?\/\//)
  },
)
