/** A sentence for the terminal in both languages. */
export const said = (zh: string, en: string) => new Error(`${zh}\n  ${en}`)

export type Progress = (step: string, share: number) => void

export const stamp = (at: Date) => at.toISOString().replaceAll(':', '').replace(/\.\d+/, '')
