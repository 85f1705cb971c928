import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'

/** Who vouches for a piece of evidence. What the previous operator left is flagged wherever it is shown. */
export const evidenceOrigin = closedSet({
  system: '系统采集',
  person: '人员提交',
  'previous-operator': '上一家运维单位移交',
})
export type EvidenceOrigin = Member<typeof evidenceOrigin>

/** Kinds that the spine itself writes, whatever contract is in force; all others are the contract's or a service's own. */
export const spineEvidenceKind = closedSet({ 'client-decision': '甲方决定', 'signed-scan': '签字盖章扫描件', 'roster-check': '值班核对' })

const NUL = '\u0000'
const name = z
  .string()
  .max(300)
  .refine((text) => !text.includes(NUL), '文字中有空字符（NUL），请去掉')
  .refine((text) => text.isWellFormed(), '文字中有残缺的字符（不成对的代理项），请重新输入')

/** What evidence is about, by the words of the glossary; other nouns of a service may stand beside them. */
export const evidenceAbout = z
  .object({
    contract: name,
    obligation: name,
    clause: name,
    subsystem: name,
    service: name,
    workOrder: name,
    occurrence: name,
    component: name,
    /** Business dates `2024-09-01/2024-09-30`. */
    period: name,
  })
  .partial()
  .catchall(name)
export type EvidenceAbout = z.output<typeof evidenceAbout>

/** Slug of a kind, as the contract's register names it. */
export const evidenceKind = z.string().max(80).regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/, '证据类别须为小写字母、数字与连字符')
export const evidenceTitle = name.trim().min(1, '请填写证据名称')

/** A file of evidence, already in the file store under its digest. */
export const evidenceFile = z.object({
  sm3: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: name.min(1),
  mediaType: name.min(1),
  bytes: z.number().int().nonnegative(),
})
export type EvidenceFile = z.output<typeof evidenceFile>
