/** The first Chinese character, in pinyin order, of each letter that begins a syllable. */
const firsts = [...'阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀']
const letters = 'abcdefghjklmnopqrstwxyz'
const order = new Intl.Collator('zh-CN-u-co-pinyin')
const known = new Map<string, string>()

/** Pinyin initials of a Chinese name: `湖滨路` is `hbl`; Latin letters and digits stay, other signs go. */
export function initials(name: string): string {
  let text = ''
  for (const sign of name) text += known.get(sign) ?? remember(sign)
  return text
}

function remember(sign: string): string {
  const letter = /[a-z0-9]/i.test(sign)
    ? sign.toLowerCase()
    : /\p{Script=Han}/u.test(sign)
      ? initial(sign)
      : ''
  known.set(sign, letter)
  return letter
}

function initial(sign: string): string {
  const after = firsts.findLastIndex(first => order.compare(first, sign) <= 0)
  return letters[after] ?? ''
}
