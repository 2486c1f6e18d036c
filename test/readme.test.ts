import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = /^(web|server|tiles|plans|test|pictures)\//

describe.each(['README.md', 'README.en.md'])('%s', name => {
  const text = readFileSync(join(root, name), 'utf8')

  test('every path it names exists', () => {
    const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map(match => match[1] ?? '')
    const linked = [...text.matchAll(/\]\(([^)#:]+)\)|src="([^"]+)"/g)].map(
      match => match[1] ?? match[2] ?? '',
    )
    const paths = [...quoted.filter(path => rooms.test(path)), ...linked]
    expect(paths.length).toBeGreaterThan(10)
    expect(paths.filter(path => !existsSync(join(root, path)))).toEqual([])
  })

  test('every command it shows is a script', () => {
    const scripts: Record<string, string> = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ).scripts
    const named = [...text.matchAll(/(?:^|`)npm (?:run )?([a-z]+)/gm)].map(match => match[1] ?? '')
    expect(named.filter(command => !(command in scripts))).toEqual([])
  })
})
