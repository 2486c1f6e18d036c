/** Digits, dashes and letters as people type them: full width, en dashes and spaces made plain. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[‐‑‒–—―−－~]/g, '-')
    .trim()

/** Letters and digits only, half width and small: how names are compared. */
export const folded = (text: string): string =>
  plainText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%<>≤≥.]/gu, '')

/** A thousands separator is no error, a decimal comma would be: 1,234.5 is read, 1,5 and 0,125 are not. */
export const withoutThousands = (text: string): string =>
  /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text
