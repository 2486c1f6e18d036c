import type { Both } from '../../region/place.ts'
import { folded } from '../../sheet/rules/plain-text.ts'

type Words<Code extends string> = Readonly<Record<Code, Both>>

/** The code that a word in Chinese or English, or the code itself, stands for. */
export function codeOf<Code extends string>(text: string, words: Words<Code>): Code | undefined {
  const wanted = folded(text)
  return codesOf(words).find(code =>
    [code, words[code].zh, words[code].en].some(each => folded(each) === wanted),
  )
}

/** The words that share most with a word that stands for nothing, best first; empty when none shares anything. */
export function nearestWords<Code extends string>(text: string, words: Words<Code>): Both {
  const wanted = piecesOf(text)
  const near = codesOf(words)
    .map(code => ({
      both: words[code],
      share: Math.max(...spoken(words[code]).map(each => share(wanted, each))),
    }))
    .filter(each => each.share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, 3)
  return { zh: near.map(({ both }) => both.zh).join('、'), en: near.map(({ both }) => both.en).join(', ') }
}

const spoken = ({ zh, en }: Both) => [piecesOf(zh), piecesOf(en)]

/** Single signs of a Chinese word, pairs of letters of another. */
function piecesOf(text: string): Set<string> {
  const plain = [...folded(text)]
  return new Set(
    plain.flatMap((sign, i) => (/\p{Script=Han}/u.test(sign) ? [sign] : [sign + (plain[i + 1] ?? '')])),
  )
}

/** Dice's coefficient. */
function share(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter(each => b.has(each)).length
  return (2 * both) / (a.size + b.size || 1)
}

/** The keys of a constant table are its codes. */
const codesOf = <Code extends string>(words: Readonly<Record<Code, unknown>>) => Object.keys(words) as Code[]
