/**
 * The contract as data (合同数据): what a contract folder must hold. Nothing here knows which subsystems, modules or
 * obligations a contract has; they are declared in the data. Money is a decimal string in 元, dates are business dates.
 */
import { z } from 'zod'
import { closedSet } from '#shared/closed-set.ts'
import { ambiguityId, reference, setting, slug, text, writtenCadence } from './cadence.ts'

export const amount = z.string().regex(/^\d{1,12}\.\d{2}$/, "金额应写作带两位小数并加引号的字符串，如 '12000.00'")
const code = z.string().regex(/^[A-Z]{1,3}\d{1,2}$/, '编号应写作 S1、M12')
export const obligationId = z.string().regex(/^[A-Z]\d{0,2}-\d{2}[a-z]?$/, '编号应写作 M3-02、F-06a')
const penaltyCode = z.string().regex(/^[A-Z][A-Z0-9]*(-[A-Z])?$/)
const date = z.iso.date()

export const deadlineUnit = closedSet({ 'working-days': '工作日', 'calendar-days': '日', immediate: '立即（未定时限）', none: '未约定' })

/** How compliance is judged. The text in the data says it in words; `params` carries the numbers. */
export const judgementRule = closedSet({
  'evidence-by-due': '到期前有完整证据',
  coverage: '时段或对象全覆盖',
  'response-time': '事件发生后的响应时限',
  matched: '单据与操作一一对应',
  standing: '状态持续满足',
  sequence: '先后次序齐备',
  arithmetic: '金额核算相符',
  prohibition: '未发现禁止行为',
  informative: '仅作登记，不作判定',
})

export const dutyKind = closedSet({ 'previous-operator': '上年度供应商期间', operator: '合同期', continuation: '延续服务期' })

const party = z.strictObject({ id: slug, title: text, role: text, isSignatory: z.boolean() })

const term = z.strictObject({
  statedAs: text,
  clause: text,
  place: text,
  from: date,
  to: date,
  /** Who owes the duties when; without overlap. The last one may be open-ended. */
  periods: z.array(z.strictObject({ kind: dutyKind.schema, title: text, from: date, to: date.optional() })).min(1),
  beforeSigning: setting(z.enum(['previous-operator', 'operator', 'not-planned'])),
  afterTerm: setting(z.enum(['continue', 'stop'])),
})

const subsystem = z.strictObject({ code, slug, title: text, clause: text })

/** `items` gives the number of the module's item in the text of each subsystem, which need not equal the module's number. */
const contractModule = z.strictObject({ code, service: slug, title: text, items: z.record(code, z.int().min(1)) })

/** All subsystems, or those named; absent in an obligation: the platform as a whole. */
const scope = z.union([z.literal('all'), z.array(code)])

const obligation = z.strictObject({
  id: obligationId,
  title: text,
  /** What is owed, in our own words. */
  duty: text,
  /** Citation; `{subsystem}` and `{item}` stand for the code and the text item number of each subsystem. */
  clause: text,
  /** The module whose service does the work; absent for duties that no module prices. */
  module: code.optional(),
  subsystems: setting(scope).optional(),
  actors: z.array(slug).min(1),
  cadences: z.array(writtenCadence).min(1),
  deadline: z.strictObject({
    amount: setting(z.int().min(0)).optional(),
    unit: deadlineUnit.schema,
    /** The contract's own words, or what the number is counted from. */
    words: text.optional(),
    /** `before`: the notice must lie that many days ahead of the event. */
    direction: z.enum(['within', 'before']).optional(),
  }),
  evidence: z.array(slug),
  judgement: z.strictObject({ rule: judgementRule.schema, text, params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), reference])).optional() }),
  /** Codes of the penalties and money rules that a breach may lead to. */
  money: z.array(penaltyCode),
  ambiguities: z.array(ambiguityId).optional(),
})

const priceLine = z.strictObject({ quantity: z.int().min(1), unitPrice: amount, amount })
const priceList = z.strictObject({
  clause: text,
  currency: z.literal('CNY'),
  workloadUnit: text,
  statedTotal: amount,
  statedTotalInWords: text,
  sections: z.array(z.strictObject({ subsystem: code, number: text, printedTitle: text, subtotal: amount, lines: z.record(code, priceLine) })),
  moduleTotals: z.record(code, amount),
})

const payment = z.strictObject({
  id: slug,
  title: text,
  clause: text,
  obligation: obligationId,
  percent: z.int().min(1).max(100),
  amount,
  conditions: z.array(text).min(1),
  targetBefore: date.optional(),
  dueAfterInvoice: z.strictObject({ amount: z.int(), unit: deadlineUnit.schema }),
})

/** `proposed` is computed by the system and decided by people: nothing is charged by itself. */
const penalty = z.strictObject({
  code: penaltyCode,
  title: text,
  clause: text,
  rule: text,
  basis: z.enum(['contract-total', 'unpaid-amount', 'per-case', 'actual', 'none']),
  percent: z.string().regex(/^\d+(\.\d+)?$/).optional(),
  amount: amount.optional(),
  /** The client may terminate beyond this many cases: 超过 excludes the number itself. */
  terminationAbove: z.int().optional(),
  remedies: z.array(text),
})

const notice = z.strictObject({
  id: slug,
  title: text,
  clause: text,
  from: slug,
  to: slug,
  limit: z.strictObject({ amount: z.int().optional(), unit: deadlineUnit.schema, direction: z.enum(['within', 'before']), words: text }),
  form: text,
  obligation: obligationId,
})

const personnelRule = z.strictObject({ id: slug, title: text, clause: text, check: text, obligation: obligationId, headcount: z.int().optional(), posts: z.array(text).optional() })

const referredDocument = z.strictObject({ id: slug, title: text, clause: text, status: z.enum(['in-hand', 'missing', 'possible', 'to-be-produced']), note: text.optional() })

const sharingLink = z.strictObject({ id: slug, title: text, subsystem: code, counterparty: text, clause: text })

const ambiguity = z.strictObject({
  id: ambiguityId,
  clause: text,
  problem: text,
  /** What the choice changes. */
  effect: text,
  owner: slug,
  effectiveOn: date,
  default: slug,
  /** `value` is what cadences and settings that refer to this ambiguity receive. */
  options: z.array(z.strictObject({ id: slug, title: text, value: z.json().optional() })).min(1),
})

const inconsistency = z.strictObject({ id: z.string().regex(/^INC-\d{2}$/), clause: text, found: text, handling: text, ambiguity: ambiguityId.optional() })

export const contractDocument = z.strictObject({
  id: slug,
  version: z.int().min(1),
  title: text,
  project: text,
  /** Set only by the demonstration term: such a contract binds nobody. */
  isDemonstration: z.boolean().optional(),
  signedOn: date,
  parties: z.array(party).min(2),
  term,
  subsystems: z.array(subsystem).min(1),
  modules: z.array(contractModule).min(1),
  evidenceKinds: z.record(slug, text),
  obligations: z.array(obligation).min(1),
  priceList,
  payments: z.array(payment),
  penalties: z.array(penalty),
  notices: z.array(notice),
  personnel: z.array(personnelRule),
  documents: z.array(referredDocument),
  sharingLinks: z.array(sharingLink),
  ambiguities: z.array(ambiguity),
  inconsistencies: z.array(inconsistency),
})

/** One file of a contract folder: any of the document's parts; the entry file names the others. */
export const contractFile = contractDocument.partial().extend({ include: z.array(z.string().regex(/^[\w-]+(\/[\w-]+)*\.yaml$/)).optional() })

export type ContractDocument = z.output<typeof contractDocument>
export type Obligation = ContractDocument['obligations'][number]
export type Ambiguity = ContractDocument['ambiguities'][number]
export type DutyKind = z.output<typeof dutyKind.schema>
