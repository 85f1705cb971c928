import { formatMoney, parseMoney } from '#shared/money.ts'
import type { ContractCheck } from '#spine/contracts/checks/check-contract.ts'

/** The check as a person reads it: subtotals, module totals, the total, ambiguities and inconsistencies. */
export function describeCheck({ ok, problems, total, subtotals, modules, ambiguities, inconsistencies, document }: ContractCheck): string[] {
  const titleOf = (slug: string) => document?.subsystems.find((one) => one.slug === slug)?.title ?? document?.modules.find((one) => one.service === slug)?.title ?? slug
  const amounts = (rows: Readonly<Record<string, string>>) => Object.entries(rows).map(([slug, amount]) => `  ${money(amount)}  ${titleOf(slug)}`)
  return [
    ok ? `${document?.title ?? ''}：检查通过，义务 ${document?.obligations.length ?? 0} 项` : `发现 ${problems.length} 个问题，见上`,
    '',
    `子系统小计（${Object.keys(subtotals).length}）`,
    ...amounts(subtotals),
    '',
    `模块合计（${Object.keys(modules).length}）`,
    ...amounts(modules),
    '',
    `总价  ${total === null ? '无法核算' : `${money(total).trim()} 元`}`,
    '',
    `歧义与默认取值（${ambiguities.length}）`,
    ...ambiguities.map((one) => `  ${one.id}  ${one.clause}  ${one.problem}\n          默认：${one.assumption}`),
    '',
    `合同文本的不一致（${inconsistencies.length}）`,
    ...inconsistencies.map((one) => `  ${one.id}  ${one.clause}  ${one.found}。处理：${one.handling}`),
  ]
}

function money(amount: string): string {
  return formatMoney(parseMoney(amount)).padStart(13)
}
