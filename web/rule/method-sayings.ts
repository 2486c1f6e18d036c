import type { RiskMethod } from '../../server/risk/risk.ts'
import type { Saying } from './merge.ts'

type Content = Pick<
  RiskMethod,
  'title' | 'titleEn' | 'standard' | 'clause' | 'note' | 'verified' | 'factors' | 'choices' | 'bands'
>

export interface MethodLabels {
  fields: Readonly<Record<'titleField' | 'titleEn' | 'standard' | 'clause' | 'note', string>>
  from: (level: RiskMethod['bands'][number]['level']) => string
  value: (factor: string) => string
  factor: (factor: string, name: string) => string
  checked: (isVerified: boolean) => string
}

/** A method's tables line by line, so that two versions can be laid side by side. */
export const methodSayings = (method: Content, labels: MethodLabels): Saying[] => [
  { label: labels.fields.titleField, text: method.title },
  { label: labels.fields.titleEn, text: method.titleEn },
  { label: labels.fields.standard, text: method.standard },
  { label: labels.fields.clause, text: method.clause },
  { label: labels.fields.note, text: method.note },
  { label: labels.checked(true), text: method.verified ? '✓' : '—' },
  ...method.bands.map(({ level, from, verified }) => ({
    label: labels.from(level),
    text: `${from} · ${labels.checked(verified)}`,
  })),
  ...method.factors.map(({ factor, name, weight, least, most, verified }) => ({
    label: labels.factor(factor, name),
    text: [weight, least, most, labels.checked(verified)].filter(Boolean).join(' · '),
  })),
  ...method.choices.map(({ factor, value, meaning, verified }) => ({
    label: `${labels.value(factor)} ${value}`,
    text: [meaning, labels.checked(verified)].filter(Boolean).join(' · '),
  })),
]
