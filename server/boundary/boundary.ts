import { z } from 'zod'
import { Bbox, Both, Id, LngLat, Polygon, Version } from '../region/place.ts'

/** What a file of boundaries may be. */
export const BoundaryFormat = z.enum(['geojson', 'shapefile', 'geopackage', 'kml', 'csv'])
export type BoundaryFormat = z.infer<typeof BoundaryFormat>

/** A KMZ is read as the KML that it packs; written it is a format of its own. */
export const ExportFormat = z.enum([...BoundaryFormat.options, 'kmz'])
export type ExportFormat = z.infer<typeof ExportFormat>

/**
 * What positions mean. CGCS2000 bands carry their EPSG code; `EPSG:4490` and `EPSG:4326` are the same here, since the
 * two differ by centimetres. GCJ-02 and BD-09 are the shifted coordinates of Chinese web maps.
 */
export const Crs = z.union([
  z.enum(['GCJ-02', 'BD-09']),
  z.string().regex(/^(EPSG:\d{4,6}|TM(:-?\d{1,8}(\.\d{1,8})?){3})$/),
])
export type Crs = z.infer<typeof Crs>

/** What the letters of a shapefile's table or of a CSV are said to be, where the file does not tell or tells wrongly. */
export const TextEncoding = z.enum(['utf-8', 'gb18030', 'big5'])
export type TextEncoding = z.infer<typeof TextEncoding>

export const DefectKind = z.enum([
  'self-crossing',
  'gap',
  'hole',
  'overlap',
  'sliver',
  'duplicate',
  't-junction',
  'multipart',
  'winding',
  'off-region',
  'too-small',
])
export type DefectKind = z.infer<typeof DefectKind>

/**
 * What is done about a defect: `mend` puts it right without a choice; `give:N` gives the piece to the face of row N;
 * `leave` leaves a gap; `new` makes a face of it; `separate` makes a piece a face of its own; `drop` leaves the face
 * of row N out (`drop:N`) or the piece (`drop`); `cut` cuts off what lies outside the region, at the line of whom
 * it would take ground of; `keep` keeps it, where nobody else has it.
 */
export const Mend = z.string().regex(/^(mend|leave|new|separate|drop|cut|keep|(give|drop):\d{1,7})$/)
export type Mend = z.infer<typeof Mend>

export const Defect = z.strictObject({
  /** The same for the same file, whatever was answered before. */
  id: z.string().max(80),
  kind: DefectKind,
  /** Rows of the faces concerned. */
  rows: z.array(z.int()),
  at: LngLat,
  bounds: Bbox,
  squareMeters: z.number(),
  widthMeters: z.number().nullable(),
  /** Whether a person must choose: the proposal takes much from a grid, or makes up what the file does not say. */
  asked: z.boolean(),
  proposal: Mend,
  choices: z.array(Mend),
  /** Of what reaches beyond the region: the town beside whose ground it is, or the area above that it would leave. */
  beyond: z.strictObject({ rank: z.enum(['beside', 'above']), name: Both }).optional(),
  answer: Mend.nullable(),
})
export type Defect = z.infer<typeof Defect>

/** What became of one face of the file. */
export const FaceReport = z.strictObject({
  row: z.int(),
  beforeSquareMeters: z.number(),
  afterSquareMeters: z.number(),
  lostSquareMeters: z.number(),
  gainedSquareMeters: z.number(),
  /** What was lost of the area before, 0 to 1. */
  lostShare: z.number(),
})
export type FaceReport = z.infer<typeof FaceReport>

export const CleanOptions = z.strictObject({
  /** Gaps and overlaps narrower than this on average are slivers and mended without asking. */
  sliverMeters: z.number().min(0).max(1000).default(20),
  smallestSquareMeters: z.number().min(0).max(1e7).default(100),
  /** A mend that takes more than this share from a face is asked. */
  mostLossShare: z.number().min(0).max(1).default(0.02),
})
export type CleanOptions = z.infer<typeof CleanOptions>

export const Answers = z.record(z.string().max(80), Mend)
export type Answers = z.infer<typeof Answers>

/** A face of the cleaned coverage: a file's face, a piece of one (`piece` from 2), or a filled gap (`row` 0). */
export const CleanFace = z.strictObject({
  row: z.int(),
  piece: z.int().positive(),
  polygon: Polygon,
  squareMeters: z.number(),
})
export type CleanFace = z.infer<typeof CleanFace>

export const CrsCandidate = z.strictObject({
  crs: Crs,
  name: Both,
  /** How far the file's boundaries would lie from those that are there, in the middle of all; null: not comparable. */
  medianMeters: z.number().nullable(),
})
export type CrsCandidate = z.infer<typeof CrsCandidate>

/**
 * What a person is asked about coordinates. `silent`: the file does not say; `offset`: what it says lies beside the
 * present boundaries as a shifted web map would; `unknown`: it names a system that cannot be placed.
 */
export const CrsQuestion = z.strictObject({
  reason: z.enum(['silent', 'offset', 'unknown']),
  suggested: Crs.nullable(),
  candidates: z.array(CrsCandidate),
})
export type CrsQuestion = z.infer<typeof CrsQuestion>

export const RowProblem = z.strictObject({ row: z.int(), path: z.string(), message: Both })
export type RowProblem = z.infer<typeof RowProblem>

const Field = z.string().max(1000).nullable().default(null)

/**
 * Which fields of the file say the name, the code and the region of a grid, its level, and the code of the grid that
 * it lies in; null: none does.
 */
export const FieldMap = z.strictObject({
  name: Field,
  code: Field,
  parent: Field,
  level: Field,
  above: Field,
})
export type FieldMap = z.infer<typeof FieldMap>

/** What a person says about an import: only what is given changes. */
export const BoundaryImportInput = z.strictObject({
  version: Version,
  crs: Crs.optional(),
  fields: FieldMap.optional(),
  options: CleanOptions.optional(),
  answers: Answers.optional(),
  /** Accepts every proposal that need not be asked, or also those. */
  accept: z.enum(['proposed', 'all']).optional(),
})
export type BoundaryImportInput = z.infer<typeof BoundaryImportInput>

const Values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** A file of boundaries on its way in: read, placed, cleaned, and waiting for what a person decides. */
export const BoundaryImport = z.strictObject({
  id: Id,
  townId: Id,
  fileName: z.string(),
  format: BoundaryFormat,
  encoding: z.string(),
  crsName: z.string(),
  /** In force; null as long as the question is open. */
  crs: Crs.nullable(),
  question: CrsQuestion.nullable(),
  fields: z.array(z.string()),
  fieldMap: FieldMap,
  /** The first rows, to choose fields by. */
  sample: z.array(Values),
  rows: z.int(),
  problems: z.array(RowProblem),
  options: CleanOptions,
  defects: z.array(Defect),
  reports: z.array(FaceReport),
  faces: z.int(),
  /** Rows that are no ground of their own but the outline of others, by the field that says which grid is above. */
  tiers: z.int(),
  /** Divided grids of the town. */
  townTiers: z.int(),
  /** Why grids cannot be put into the grids that the file names: nothing is taken as long as there is one. */
  faults: z.array(RowProblem),
  /** Defects that nobody has answered. */
  unanswered: z.int(),
  standing: z.enum(['open', 'taken', 'discarded']),
  /** The grid draft that it was taken into, in a town that had grids. */
  draftId: Id.nullable(),
  personId: Id,
  personName: z.string(),
  savedAt: z.iso.datetime(),
  version: Version,
})
export type BoundaryImport = z.infer<typeof BoundaryImport>

/** An import without the long lists. */
export const BoundaryImportSummary = BoundaryImport.omit({
  defects: true,
  reports: true,
  problems: true,
  faults: true,
  sample: true,
})
export type BoundaryImportSummary = z.infer<typeof BoundaryImportSummary>

/** The rows of a file as they were drawn, placed by a coordinate system: nothing is mended. */
export const BoundarySource = z.strictObject({
  crs: Crs,
  faces: z.array(
    z.strictObject({ row: z.int(), name: z.string(), parts: z.array(z.array(z.array(LngLat))) }),
  ),
})
export type BoundarySource = z.infer<typeof BoundarySource>

/** The ground of a defect that is more than a point: what is open, or covered twice, or apart. */
export const DefectGround = z.strictObject({
  id: z.string().max(80),
  polygons: z.array(z.array(z.array(LngLat))),
})
export type DefectGround = z.infer<typeof DefectGround>

export const BoundaryPreview = z.strictObject({
  /** The coverage as it would come about. */
  faces: z.array(CleanFace.extend({ name: z.string(), code: z.string(), parent: z.string() })),
  grounds: z.array(DefectGround),
})
export type BoundaryPreview = z.infer<typeof BoundaryPreview>

/** What is being done with a file, in this order. */
export const ProgressStep = z.enum(['waiting', 'reading', 'placing', 'cleaning', 'keeping'])
export type ProgressStep = z.infer<typeof ProgressStep>

/** How far a file is that is being read: `share` is 0 to 1 of all; null when nothing is known of it. */
export const BoundaryProgress = z.strictObject({
  step: ProgressStep.nullable(),
  share: z.number().min(0).max(1),
})
export type BoundaryProgress = z.infer<typeof BoundaryProgress>
