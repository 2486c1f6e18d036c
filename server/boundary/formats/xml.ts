import { invalid } from '../../errors.ts'
import { damaged } from './raw.ts'

/** One step through a document; names are without prefix. */
export type XmlStep =
  | { kind: 'open'; name: string; attributes: string }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }

const deepest = 64

/**
 * Walks XML from tag to tag. There are no document types and so no entities of their own: what would expand is refused.
 * @throws Refusal `invalid`
 */
export function* xmlSteps(text: string): Generator<XmlStep> {
  let at = 0
  let depth = 0
  while (at < text.length) {
    const open = text.indexOf('<', at)
    const end = open < 0 ? text.length : open
    if (end > at) yield { kind: 'text', text: unescaped(text.slice(at, end)) }
    if (open < 0) return
    const special = specialAt(text, open)
    if (special) {
      if (special.text !== null) yield { kind: 'text', text: special.text }
      at = special.next
      continue
    }
    const close = text.indexOf('>', open)
    if (close < 0) throw damaged('XML 标签没有结束', 'an XML tag does not end')
    const tag = text.slice(open + 1, close)
    at = close + 1
    if (tag.startsWith('/')) {
      depth -= 1
      yield { kind: 'close', name: localName(tag.slice(1).trim()) }
      continue
    }
    const isEmpty = tag.endsWith('/')
    const name = /^[^\s/]+/.exec(tag)?.[0] ?? ''
    depth += 1
    if (depth > deepest) throw tooDeep()
    yield { kind: 'open', name: localName(name), attributes: tag.slice(name.length) }
    if (!isEmpty) continue
    depth -= 1
    yield { kind: 'close', name: localName(name) }
  }
}

/** Comments, instructions and CDATA, which end otherwise than tags do. */
function specialAt(text: string, open: number): { next: number; text: string | null } | null {
  const ends: [string, string][] = [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ]
  for (const [start, end] of ends) {
    if (!text.startsWith(start, open)) continue
    const close = text.indexOf(end, open + start.length)
    if (close < 0) throw damaged('XML 不完整', 'the XML is incomplete')
    const isText = start === '<![CDATA['
    return { next: close + end.length, text: isText ? text.slice(open + start.length, close) : null }
  }
  if (text.startsWith('<!', open)) {
    throw invalid('file', {
      zh: 'XML 带有文档类型声明（DOCTYPE），出于安全不予读取；请去掉后再导入',
      en: 'The XML declares a document type (DOCTYPE), which is not read for safety; remove it and import again',
    })
  }
  return null
}

const tooDeep = () =>
  invalid('file', {
    zh: `XML 嵌套超过 ${deepest} 层的上限`,
    en: `The XML is nested deeper than the limit of ${deepest}`,
  })

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|\w{1,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

export const attributeOf = (attributes: string, name: string): string =>
  unescaped(
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)?.slice(1).join('') ?? '',
  )

export const escapedXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
