import { z } from 'zod'
import { GridLevel } from '../grid/grid.ts'
import { Both, Id, Version } from '../region/place.ts'

/** 站长、网格长、网格员、专职、兼职、辅助员、专业指导员、民警、民兵、联户长 */
export const MemberRole = z.enum([
  'station-head',
  'grid-head',
  'grid-worker',
  'full-time',
  'part-time',
  'assistant',
  'advisor',
  'police',
  'militia',
  'household-lead',
])
export type MemberRole = z.infer<typeof MemberRole>

/** Who answers for a grid, who stands in, and who helps. */
export const Duty = z.enum(['lead', 'backup', 'member'])
export type Duty = z.infer<typeof Duty>

/** A calendar day where the town is, `2026-11-22`. */
export const Day = z.iso.date()

export const Posting = z.strictObject({
  id: Id,
  memberId: Id,
  gridId: Id,
  gridCode: z.string(),
  gridName: z.string(),
  role: MemberRole,
  duty: Duty,
  fromOn: Day,
  /** The last day; null as long as no end is set. */
  toOn: Day.nullable(),
  version: Version,
})
export type Posting = z.infer<typeof Posting>

/** A person of the grid service. The phone is masked for who may not read contacts. */
export const Member = z.strictObject({
  id: Id,
  townId: Id,
  name: z.string(),
  phone: z.string(),
  unit: z.string(),
  leftOn: Day.nullable(),
  postings: z.array(Posting),
  version: Version,
})
export type Member = z.infer<typeof Member>

const Name = z.string().trim().min(1).max(60)
const Phone = z
  .string()
  .trim()
  .regex(/^(\+?[\d\- ]{5,20})?$/)
const Unit = z.string().trim().max(120)

export const MemberInput = z.strictObject({
  townId: Id,
  name: Name,
  phone: Phone.default(''),
  unit: Unit.default(''),
})
export type MemberInput = z.infer<typeof MemberInput>

export const MemberChange = z.strictObject({
  name: Name.optional(),
  phone: Phone.optional(),
  unit: Unit.optional(),
  /** The last day of service, on which all postings end; null takes that back, but not the ended postings. */
  leftOn: Day.nullable().optional(),
  version: Version,
})
export type MemberChange = z.infer<typeof MemberChange>

export const PostingInput = z.strictObject({
  gridId: Id,
  role: MemberRole,
  duty: Duty,
  fromOn: Day,
  toOn: Day.nullable().default(null),
})
export type PostingInput = z.infer<typeof PostingInput>

export const PostingChange = z.strictObject({
  role: MemberRole.optional(),
  duty: Duty.optional(),
  fromOn: Day.optional(),
  toOn: Day.nullable().optional(),
  version: Version,
})
export type PostingChange = z.infer<typeof PostingChange>

/** What a grid lacks on a day; one that lies in another is kept by the people of that one where it has none. */
export const GridCover = z.strictObject({
  gridId: Id,
  code: z.string(),
  name: z.string(),
  regionName: z.string(),
  /** Empty where none is known. */
  regionNameEn: z.string(),
  level: GridLevel,
  parentId: Id.nullable(),
  /** Its own people. */
  leads: z.array(z.string()),
  backups: z.array(z.string()),
  /** Where it has none of its own: those of the nearest grid above that has some, and how that one is called. */
  leadsAbove: z.array(z.string()),
  backupsAbove: z.array(z.string()),
  aboveName: z.string(),
  members: z.int(),
  /** Grids that lie right in it, and how many of them have a lead of their own. */
  lower: z.int(),
  lowerLed: z.int(),
  lacks: z.array(z.enum(['lead', 'backup'])),
  /** The first day after the asked one on which a lead or backup is missing, within ninety days; null if none. */
  nextGapOn: Day.nullable(),
})
export type GridCover = z.infer<typeof GridCover>

/** A spreadsheet of postings: `.xlsx` or `.csv` (UTF-8 or GBK), as base64. */
export const SheetInput = z.strictObject({
  townId: Id,
  fileName: z.string().max(200),
  bytes: z.base64().max(3_000_000),
  /** Looks only: says what each row would do and changes nothing. */
  isTrial: z.boolean().default(false),
  /** Takes the good rows although others have errors. */
  keepsGood: z.boolean().default(false),
})
export type SheetInput = z.infer<typeof SheetInput>

export const SheetRow = z.strictObject({
  /** As the spreadsheet counts, the heading being 1. */
  row: z.int(),
  outcome: z.enum(['new-member', 'known-member', 'already-posted', 'error']),
  name: z.string(),
  grid: z.string(),
  errors: z.array(z.strictObject({ column: z.string(), message: Both })),
})
export type SheetRow = z.infer<typeof SheetRow>

export const SheetReport = z.strictObject({
  rows: z.array(SheetRow),
  members: z.int(),
  postings: z.int(),
  isApplied: z.boolean(),
})
export type SheetReport = z.infer<typeof SheetReport>

/** Codes are division code (12 digits, of the village) + level + serial. */
export const CodeRule = z.strictObject({
  townId: Id,
  levelDigits: z.int().min(0).max(2),
  serialDigits: z.int().min(2).max(6),
})
export type CodeRule = z.infer<typeof CodeRule>

export const CodeProposal = z.strictObject({
  gridId: Id,
  name: z.string(),
  now: z.string(),
  proposed: z.string(),
  version: Version,
})
export type CodeProposal = z.infer<typeof CodeProposal>

export const CodeChanges = z.strictObject({
  townId: Id,
  changes: z
    .array(z.strictObject({ id: Id, version: Version, code: z.string().regex(/^[\w-]{1,30}$/) }))
    .min(1)
    .max(5000),
})
export type CodeChanges = z.infer<typeof CodeChanges>
