import type { Edition } from '../../../server/edition/edition.ts'
import type { Language } from '../../language/language.svelte.ts'
import type { ShownMap } from '../edition/shown-map.ts'

/** What names the map on a sheet: the edition with who signed it and when, or that nobody signed it. */
export function mapName(shown: ShownMap | undefined, language: Language, drawnAt: number): string {
  const t = language.t.risk.print
  if (!shown) return t.currentAt(language.dateTime(drawnAt))
  if (shown.kind === 'change') return t.changes(shown.title)
  const left = momentName(shown, language)
  return shown.kind === 'past' ? left : `${t.left} ${left} ｜ ${t.right} ${momentName(shown.right, language)}`
}

function momentName(
  { title, edition }: { title: string; edition?: Edition | undefined },
  language: Language,
) {
  if (edition) return editionName(edition, language)
  return title === language.t.edition.now ? language.t.risk.print.current : language.t.risk.print.asOf(title)
}

function editionName({ name, signedBy, signedAt, withdrawnAt }: Edition, language: Language): string {
  const signed = `${name} · ${language.t.edition.list.by(signedBy, language.date(signedAt))}`
  return withdrawnAt === null ? signed : `${signed} · ${language.t.risk.print.withdrawn}`
}
