/** The four scales, which look alike and are never one another. 1 is the gravest; 0 is not assessed. */
export type Scale = 'risk' | 'warning' | 'response' | 'incident'
export type Level = 0 | 1 | 2 | 3 | 4

const warningLevels: Record<string, Level> = { red: 1, orange: 2, yellow: 3, blue: 4 }

const gradeLevels: Record<string, Level> = { extraordinary: 1, major: 2, serious: 3, ordinary: 4 }

export const levelOfGrade = (grade: string | null | undefined): Level => gradeLevels[grade ?? ''] ?? 0

export const levelOfWarning = (colour: string): Level => warningLevels[colour] ?? 0

/** Rounds what comes as a plain number into a level; anything else is not assessed. */
export function asLevel(value: number | null | undefined): Level {
  return value === 1 || value === 2 || value === 3 || value === 4 ? value : 0
}
