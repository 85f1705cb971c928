import { newId } from '#shared/ids.ts'
import type { InputProblem } from '#shared/problem.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { readXlsx, type SheetRow } from '#platform/documents/read-xlsx.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { contactsWithOwner, fingerprintsOf } from '../contacts/contacts.store.ts'
import { normaliseContact, type NormalContact } from '../contacts/normalise-contact.ts'
import { changePerson } from './change-person.ts'
import { personErrors } from './person.ts'
import { giveContact, registerPerson } from './register-person.ts'

export const PEOPLE_HEADINGS: readonly string[] = Object.freeze(['单位', '姓名'])
const MAX_ROWS = 2_000

type Wish = { readonly unitId: string; readonly name: string; readonly jobTitle: string | undefined; readonly note: string | undefined; readonly contacts: readonly NormalContact[]; readonly known: KnownRow | undefined }
type KnownRow = { readonly personId: string; readonly unitId: string; readonly name: string; readonly jobTitle: string; readonly userId: string | null; readonly note: string; readonly version: number }

/**
 * Registers the people of an Excel sheet (单位, 姓名, and as far as there 职务, 号码, 备注); who is known by unit and name is
 * brought up to date. All problems of all rows are told at once, and then nothing is written. The sheet itself is not
 * kept: it holds numbers in clear. A masked number, as an exported sheet has it, leaves what is known.
 */
export async function importPeople(ctx: SpineCtx, sheet: Uint8Array): Promise<{ registered: number; changed: number }> {
  requirePermission(ctx, 'person:manage')
  const rows = await readXlsx(sheet, { headings: PEOPLE_HEADINGS, maxRows: MAX_ROWS })
  const problems: InputProblem[] = []
  const wishes = await readWishes(ctx, rows, problems)
  if (problems.length > 0) throw personErrors.invalid({ problems })
  let [registered, changed] = [0, 0]
  for (const { known, contacts, ...facts } of wishes) {
    const personId = known?.personId ?? newId(ctx.now)
    if (known) {
      const next = { ...known, jobTitle: facts.jobTitle ?? known.jobTitle, note: facts.note ?? known.note }
      await changePerson(ctx, personId, { unitId: next.unitId, name: next.name, jobTitle: next.jobTitle, userId: next.userId, note: next.note, version: next.version })
      changed += 1
    } else {
      await registerPerson(ctx, { personId, unitId: facts.unitId, name: facts.name, jobTitle: facts.jobTitle ?? '', userId: null, note: facts.note ?? '', contacts: [] })
      registered += 1
    }
    const kept = await knownContacts(ctx, contacts)
    for (const normal of contacts) await giveContact(ctx, personId, { normal, label: '', knownId: kept.get(normal.text)?.contactId })
  }
  return { registered, changed }
}

async function readWishes(ctx: SpineCtx, rows: readonly SheetRow[], problems: InputProblem[]): Promise<Wish[]> {
  const db = spineTables(ctx)
  const units = new Map((await db.selectFrom('spine.unit').select(['unitId', 'title']).where('isRetired', '=', false).execute()).map(({ unitId, title }) => [title, unitId]))
  const people = Map.groupBy(await db.selectFrom('spine.person').select(['personId', 'unitId', 'name', 'jobTitle', 'userId', 'note', 'version']).where('state', '=', 'active').execute(), ({ unitId, name }) => `${unitId}/${name}`)
  const read = rows.map(({ number, cells }) => ({ number, cells, contacts: contactsOf(cells['号码'] ?? '', (message) => problems.push(problem(number, '号码', message))) }))
  const kept = await knownContacts(ctx, read.flatMap(({ contacts }) => contacts))
  const rowsOf = new Map<string, number>()
  return read.flatMap(({ number, cells, contacts }) => {
    const tell = (column: string, message: string) => problems.push(problem(number, column, message))
    const [name, unitId] = [cells['姓名'] ?? '', units.get(cells['单位'] ?? '')]
    if (name === '' || name.length > 50) tell('姓名', '须为 1 至 50 字')
    if (unitId === undefined) {
      tell('单位', `没有「${cells['单位'] ?? ''}」这个单位，请先登记`)
      return []
    }
    const known = people.get(`${unitId}/${name}`) ?? []
    if (known.length > 1) tell('姓名', `${cells['单位']}有 ${known.length} 人同名，请在页面上修改`)
    for (const key of [`${unitId}/${name}`, ...contacts.map(({ text }) => text)]) {
      const before = rowsOf.get(key)
      if (before !== undefined) tell(key.includes('/') ? '姓名' : '号码', `与第 ${before} 行重复`)
      rowsOf.set(key, number)
    }
    for (const { text } of contacts) {
      const owner = kept.get(text)
      if (owner && owner.unitId !== null && (owner.personId === null || owner.personId !== known[0]?.personId)) tell('号码', `已登记在${owner.unitTitle}${owner.name ?? '（公用）'}名下`)
    }
    return [{ unitId, name, jobTitle: given(cells, '职务', 50, tell), note: given(cells, '备注', 500, tell), contacts, known: known[0] }]
  })
}

function contactsOf(cell: string, tell: (message: string) => void): NormalContact[] {
  return cell.split(/[、；;\n]/).flatMap((text) => {
    if (text.trim() === '' || text.includes('*') || text.trim() === '—') return []
    const normal = normaliseContact(text)
    // The text itself is not repeated: it may be a number with a slip in it.
    return normal ?? (tell('有不可识别的电话号码或邮箱；几个号码用顿号隔开'), [])
  })
}

/** What is kept of these numbers, by their spelling. */
async function knownContacts(ctx: SpineCtx, contacts: readonly NormalContact[]) {
  const texts = new Map(contacts.flatMap((contact) => fingerprintsOf(ctx, contact).map((digest) => [digest, contact.text] as const)))
  if (texts.size === 0) return new Map<string, never>()
  const rows = await contactsWithOwner(ctx).select('c.digest').where('c.digest', 'in', [...texts.keys()]).execute()
  return new Map(rows.map((row) => [texts.get(row.digest as string) as string, row]))
}

function given(cells: SheetRow['cells'], column: string, longest: number, tell: (column: string, message: string) => void): string | undefined {
  const text = cells[column]
  if (text !== undefined && text.length > longest) tell(column, `不超过 ${longest} 字`)
  return text
}

function problem(row: number, column: string, message: string): InputProblem {
  return { place: `第 ${row} 行`, message: `${column}：${message}` }
}
