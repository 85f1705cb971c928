import type { ContractDocument } from '#spine/contracts/contract-document.ts'
import type { Occurrence, OccurrenceCounts } from '#spine/contracts/plan-occurrences.ts'
import { CONTRACT_ITSELF, WHOLE_PLATFORM } from '#spine/contracts/settled-obligation.ts'

/** A longer list helps nobody on a terminal; `--json` gives all of it. */
const MAX_LISTED = 100

/** The plan as a person reads it: counts by service and subsystem, then the occurrences in order of their due time. */
export function describePlan(document: ContractDocument, required: readonly Occurrence[], notApplicable: readonly Occurrence[], counts: OccurrenceCounts): string[] {
  const services = [...document.modules.map(({ service, title }) => ({ slug: service, title })), { slug: CONTRACT_ITSELF, title: '合同通用义务' }]
  const subsystems = [...document.subsystems.map(({ slug, code }) => ({ slug, title: code })), { slug: WHOLE_PLATFORM, title: '平台' }]
  const listed = required.slice(0, MAX_LISTED)
  return [
    `应完成 ${required.length} 项，另有 ${notApplicable.length} 项列示而不要求`,
    '',
    `${subsystems.map(({ title }) => title.padStart(6)).join('')}  服务`,
    ...services
      .filter(({ slug }) => counts[slug] !== undefined)
      .map(({ slug, title }) => `${subsystems.map((one) => String(counts[slug]?.[one.slug] ?? '·').padStart(6)).join('')}  ${title}`),
    '',
    ...listed.map((one) => `${one.dueAt.slice(0, 10)}  ${one.obligation.padEnd(6)}  ${one.title}  ${one.subsystem}  ${one.clause}${one.isProvisional ? '（暂定）' : ''}`),
    ...(required.length > listed.length ? [`…… 其余 ${required.length - listed.length} 项请用 --json，或以 --subsystem、--service 缩小范围`] : []),
  ]
}
