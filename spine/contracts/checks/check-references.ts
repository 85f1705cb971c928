/** Everything that one part of the contract says about another: declared once, and known where it is used. */
import type { Obligation } from '../contract-document.ts'
import type { ContractSource, Path } from './contract-source.ts'
import type { ContractParts } from './read-parts.ts'
import { referencesIn } from '../settle-defaults.ts'
import { CONTRACT_ITSELF, WHOLE_PLATFORM } from '../settled-obligation.ts'

export function checkReferences(contract: ContractParts, source: ContractSource): void {
  const { parts, report, pathOf } = contract
  checkDuplicates(contract)
  const declared = declaredNames(source.raw)
  const needAt = (kind: keyof typeof PARTS, value: string, path: Path, clause: string) => {
    // What stands in a file that could not be read, or in a part that is missing, is told there and not at each use.
    const isDeclared = source.isIncomplete || declared[kind] === undefined || declared[kind].has(value)
    if (!isDeclared) report(path, clause, `${PARTS[kind].title}“${value}”未在本合同声明`)
  }
  const need = (kind: keyof typeof PARTS, value: string, item: object, field: string, clause: string) => needAt(kind, value, [...pathOf(item), field], clause)

  for (const module of parts.modules ?? [])
    for (const code of Object.keys(module.items)) need('subsystem', code, module, 'items', module.code)
  for (const obligation of parts.obligations ?? []) {
    const { clause } = obligation
    if (obligation.module !== undefined) need('module', obligation.module, obligation, 'module', clause)
    if (Array.isArray(obligation.subsystems)) for (const code of obligation.subsystems) need('subsystem', code, obligation, 'subsystems', clause)
    for (const actor of obligation.actors) need('party', actor, obligation, 'actors', clause)
    for (const kind of obligation.evidence) need('evidence', kind, obligation, 'evidence', clause)
    for (const code of obligation.money) need('penalty', code, obligation, 'money', clause)
    for (const id of new Set([...(obligation.ambiguities ?? []), ...referencesIn(obligation)])) need('ambiguity', id, obligation, 'ambiguities', clause)
    checkItems(contract, obligation)
  }
  for (const link of parts.sharingLinks ?? []) need('subsystem', link.subsystem, link, 'subsystem', link.clause)
  for (const payment of parts.payments ?? []) need('obligation', payment.obligation, payment, 'obligation', payment.clause)
  for (const rule of parts.personnel ?? []) need('obligation', rule.obligation, rule, 'obligation', rule.clause)
  for (const notice of parts.notices ?? []) {
    need('obligation', notice.obligation, notice, 'obligation', notice.clause)
    for (const field of ['from', 'to'] as const) need('party', notice[field], notice, field, notice.clause)
  }
  for (const name of ['beforeSigning', 'afterTerm'] as const)
    for (const id of referencesIn(parts.term?.[name])) needAt('ambiguity', id, ['term', name], parts.term?.clause ?? '')
  for (const ambiguity of parts.ambiguities ?? []) {
    need('party', ambiguity.owner, ambiguity, 'owner', ambiguity.clause)
    if (!ambiguity.options.some(({ id }) => id === ambiguity.default))
      report([...pathOf(ambiguity), 'default'], ambiguity.clause, `${ambiguity.id} 的默认取值“${ambiguity.default}”不在选项之中`)
  }
  for (const one of parts.inconsistencies ?? []) if (one.ambiguity !== undefined) need('ambiguity', one.ambiguity, one, 'ambiguity', one.clause)
}

/** What can be referred to, the part that declares it and the field that names it. */
const PARTS = {
  subsystem: { title: '子系统', part: 'subsystems', field: 'code' },
  module: { title: '模块', part: 'modules', field: 'code' },
  party: { title: '当事人', part: 'parties', field: 'id' },
  evidence: { title: '证据种类', part: 'evidenceKinds', field: undefined },
  penalty: { title: '金额规则', part: 'penalties', field: 'code' },
  ambiguity: { title: '歧义', part: 'ambiguities', field: 'id' },
  obligation: { title: '义务', part: 'obligations', field: 'id' },
} as const

/** Names as written, also of items that are unsound themselves: one fault is not told twice. */
function declaredNames(raw: Readonly<Record<string, unknown>>): Partial<Record<keyof typeof PARTS, ReadonlySet<unknown>>> {
  return Object.fromEntries(
    Object.entries(PARTS).flatMap(([kind, { part, field }]) => {
      const value = raw[part]
      if (typeof value !== 'object' || value === null) return []
      const names = field === undefined ? Object.keys(value) : Object.values(value).map((item: unknown) => (item as Record<string, unknown> | null)?.[field])
      return [[kind, new Set<unknown>(names)]]
    }),
  )
}

/** A citation by item number needs the number for every subsystem for which the obligation may hold. */
function checkItems({ parts, report, pathOf }: ContractParts, obligation: Obligation): void {
  if (!obligation.clause.includes('{item}')) return
  const module = parts.modules?.find(({ code }) => code === obligation.module)
  if (module === undefined || obligation.subsystems === undefined) {
    report([...pathOf(obligation), 'clause'], obligation.clause, `${obligation.id} 以项号引用条款，须写明已声明的模块和子系统`)
    return
  }
  for (const { code } of parts.subsystems ?? []) {
    const holds = obligation.subsystems === 'all' || (Array.isArray(obligation.subsystems) && obligation.subsystems.includes(code))
    if (holds && module.items[code] === undefined) report([...pathOf(obligation), 'clause'], obligation.clause, `${obligation.id} 没有条款：${code} 的正文没有模块 ${module.code} 的项号`)
  }
}

function checkDuplicates({ parts, report, pathOf }: ContractParts): void {
  const unique = <T extends object>(items: readonly T[] | undefined, nameOf: (item: T) => string, field: string, title: string) => {
    const seen = new Set<string>()
    for (const item of items ?? []) {
      const name = nameOf(item)
      if (seen.has(name)) report([...pathOf(item), field], name, `${title}“${name}”重复，请只保留一处`)
      seen.add(name)
    }
  }
  unique(parts.parties, ({ id }) => id, 'id', '当事人')
  unique(parts.subsystems, ({ code }) => code, 'code', '子系统编号')
  unique(parts.subsystems, ({ slug }) => slug, 'slug', '子系统标识')
  unique(parts.modules, ({ code }) => code, 'code', '模块编号')
  unique(parts.modules, ({ service }) => service, 'service', '服务标识')
  unique(parts.obligations, ({ id }) => id, 'id', '义务编号')
  unique(parts.payments, ({ id }) => id, 'id', '付款编号')
  unique(parts.penalties, ({ code }) => code, 'code', '金额规则')
  unique(parts.notices, ({ id }) => id, 'id', '通知')
  unique(parts.personnel, ({ id }) => id, 'id', '人员规则')
  unique(parts.documents, ({ id }) => id, 'id', '文件')
  unique(parts.sharingLinks, ({ id }) => id, 'id', '共享链路')
  unique(parts.ambiguities, ({ id }) => id, 'id', '歧义编号')
  unique(parts.inconsistencies, ({ id }) => id, 'id', '不一致编号')
  for (const item of parts.subsystems ?? []) if (item.slug === WHOLE_PLATFORM) report([...pathOf(item), 'slug'], item.clause, `标识“${WHOLE_PLATFORM}”保留给整个平台，请另取`)
  for (const item of parts.modules ?? []) if (item.service === CONTRACT_ITSELF) report([...pathOf(item), 'service'], item.code, `标识“${CONTRACT_ITSELF}”保留给合同本身，请另取`)
}
