import { plainText } from '../../sheet/rules/plain-text.ts'

/** A CAS number in its usual writing, `7664-41-7`, or null when the text has not its form. */
export function casOf(text: string): string | null {
  const plain = plainText(text)
    .replace(/\s/g, '')
    .replace(/^cas[:：]?/i, '')
  const [, registry, pair, check] = /^(\d{2,7})-?(\d{2})-?(\d)$/.exec(plain) ?? []
  return registry && pair && check ? `${registry}-${pair}-${check}` : null
}

/** Whether the last digit is the one that the others ask for: counted from the right, digit times place, modulo 10. */
export function isCas(cas: string): boolean {
  const digits = [...cas.replaceAll('-', '')].map(Number).reverse()
  const [check, ...others] = digits
  const sum = others.reduce((total, digit, place) => total + digit * (place + 1), 0)
  return casOf(cas) === cas && check === sum % 10
}
