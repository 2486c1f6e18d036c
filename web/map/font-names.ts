/** Names by which the style calls the two weights of the bundled font. */
export const REGULAR = 'Noto Sans SC Regular'
export const STRONG = 'Noto Sans SC Strong'
