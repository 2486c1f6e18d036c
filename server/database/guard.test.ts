import { describe, expect, it } from 'vitest'
import { joined, type RawRun, runGuarded, type Work } from './guard.ts'
import { message, readyForQuery, split, sqlStateOf } from './protocol.ts'

const bound = message('2', Buffer.alloc(0))
const done = message('C', Buffer.from('SELECT 1\0'))
const work: Work = { bytes: joined([bound]), ends: 'sync', executes: true, hiddenParses: 0 }

/** An engine that gives these answers in turn, and tells what it was sent. */
function scripted(...answers: { answer: Buffer; exception?: string }[]) {
  const sent: string[] = []
  const run: RawRun = async bytes => {
    sent.push(String.fromCharCode(bytes[0] ?? 0))
    const { answer, exception } = answers.shift() ?? { answer: Buffer.alloc(0) }
    return { answer, exception }
  }
  return { run, sent }
}

const types = (bytes: Uint8Array) => split(Buffer.from(bytes)).messages.map(({ type }) => type)

describe('the guard', () => {
  it('passes a good answer on, with one ReadyForQuery', async () => {
    const { run } = scripted({ answer: Buffer.concat([bound, done]) }, { answer: readyForQuery('T') })
    const answer = await runGuarded(run, work)
    expect(types(answer.bytes)).toEqual(['2', 'C', 'Z'])
    expect(answer).toMatchObject({ status: 'T', swallowed: false })
  })

  it.each([
    ['a C++ exception', { answer: bound, exception: 'TopologyException: here' }],
    ['a torn tag', { answer: Buffer.concat([bound, message('C', Buffer.from('???\0'))]) }],
    ['silence', { answer: Buffer.alloc(0) }],
  ])('turns %s into XX000 and aborts before the Sync that would commit', async (_name, first) => {
    const { run, sent } = scripted(first, { answer: readyForQuery('E') }, { answer: readyForQuery('E') })
    const answer = await runGuarded(run, work)
    expect(sent).toEqual(['2', 'Q', 'S'])
    expect(answer).toMatchObject({ status: 'E', swallowed: true })
    const error = split(Buffer.from(answer.bytes)).messages.find(({ type }) => type === 'E')
    expect(error && sqlStateOf(error)).toBe('XX000')
  })

  it('refuses without running', async () => {
    const { run, sent } = scripted({ answer: readyForQuery('I') }, { answer: readyForQuery('I') })
    const answer = await runGuarded(run, { ...work, refusal: { code: '0A000', message: 'no' } })
    expect(sent).toEqual(['Q', 'S'])
    expect(answer.errors).toEqual(['0A000'])
  })

  it('says nothing of readiness after a flush', async () => {
    const { run } = scripted({ answer: Buffer.concat([bound, readyForQuery('I')]) })
    const answer = await runGuarded(run, { ...work, ends: 'flush', executes: false })
    expect(types(answer.bytes)).toEqual(['2'])
    expect(answer.status).toBeUndefined()
  })
})
