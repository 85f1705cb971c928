/** The price list against itself (附件3): every line, subtotal, module total and the stated total; then what hangs on the total. */
import { addMoney, capitalMoney, multiplyMoney, parseMoney, subtractMoney, type Money } from '#shared/money.ts'
import type { ContractDocument } from '../contract-document.ts'
import type { ContractParts } from './read-parts.ts'

export type PriceTotals = {
  /** Sum of all lines; null when the price list cannot be read. */
  readonly total: string | null
  /** Subsystem slug → sum of its section. */
  readonly subtotals: Readonly<Record<string, string>>
  /** Service slug → sum of its module over all sections. */
  readonly modules: Readonly<Record<string, string>>
}

export function checkPrices(contract: ContractParts): PriceTotals {
  const { priceList, subsystems, modules } = contract.parts
  if (priceList === undefined || subsystems === undefined || modules === undefined) return { total: null, subtotals: {}, modules: {} }
  checkLines(contract, priceList, modules)
  checkSections(contract, priceList, subsystems)

  const lines = priceList.sections.flatMap(({ subsystem, lines: own }) => Object.entries(own).map(([module, line]) => ({ subsystem, module, amount: line.amount })))
  const sumOf = (keep: (line: (typeof lines)[number]) => boolean) => sumAmounts(lines.filter(keep).map(({ amount }) => amount))
  for (const { code, title } of modules) {
    const [stated, sum] = [priceList.moduleTotals[code], sumOf(({ module }) => module === code)]
    if (stated === undefined) contract.report(['priceList', 'moduleTotals'], priceList.clause, `缺少模块 ${code} ${title}的合计，按各行为 ${sum}`)
    else if (stated !== sum) contract.report(['priceList', 'moduleTotals', code], priceList.clause, `模块 ${code} ${title}合计写作 ${stated}，各行相加为 ${sum}`)
  }
  const total = sumOf(() => true)
  if (total !== priceList.statedTotal)
    contract.report(['priceList', 'statedTotal'], priceList.clause, `合同总价写作 ${priceList.statedTotal}，各行相加为 ${total}，相差 ${difference(total, priceList.statedTotal)}`)
  const words = capitalMoney(parseMoney(priceList.statedTotal))
  if (words !== priceList.statedTotalInWords)
    contract.report(['priceList', 'statedTotalInWords'], priceList.clause, `合同总价 ${priceList.statedTotal} 的大写应为“${words}”，写作“${priceList.statedTotalInWords}”`)
  checkPayments(contract, priceList.statedTotal)
  return {
    total,
    subtotals: Object.fromEntries(subsystems.map(({ code, slug }) => [slug, sumOf(({ subsystem }) => subsystem === code)])),
    modules: Object.fromEntries(modules.map(({ code, service }) => [service, sumOf(({ module }) => module === code)])),
  }
}

function checkLines({ report }: ContractParts, priceList: ContractDocument['priceList'], modules: ContractDocument['modules']): void {
  for (const [index, section] of priceList.sections.entries()) {
    const clause = `${priceList.clause} ${section.number}`
    const at = ['priceList', 'sections', index, 'lines']
    for (const [code, line] of Object.entries(section.lines)) {
      const number = modules.findIndex((module) => module.code === code) + 1
      if (number === 0) report([...at, code], clause, `价格清单用到未声明的模块 ${code}`)
      const product = multiplyMoney(parseMoney(line.unitPrice), String(line.quantity), 'half-up')
      if (product !== line.amount) report([...at, code, 'amount'], `${clause}·${number}`, `工作量 ${line.quantity} × 单价 ${line.unitPrice} 应为 ${product}，总价写作 ${line.amount}`)
    }
    for (const [position, { code, title }] of modules.entries())
      if (section.lines[code] === undefined) report(at, `${clause}·${position + 1}`, `缺少子系统 ${section.subsystem} 的模块 ${code} ${title}一行`)
    const sum = sumAmounts(Object.values(section.lines).map((line) => line.amount))
    if (sum !== section.subtotal)
      report(['priceList', 'sections', index, 'subtotal'], clause, `子系统 ${section.subsystem} 小计写作 ${section.subtotal}，各行相加为 ${sum}，相差 ${difference(sum, section.subtotal)}`)
  }
}

function checkSections({ report }: ContractParts, priceList: ContractDocument['priceList'], subsystems: ContractDocument['subsystems']): void {
  const seen = new Set<string>()
  for (const [index, { subsystem, number }] of priceList.sections.entries()) {
    const clause = `${priceList.clause} ${number}`
    if (!subsystems.some(({ code }) => code === subsystem)) report(['priceList', 'sections', index, 'subsystem'], clause, `子系统 ${subsystem} 未在本合同声明`)
    if (seen.has(subsystem)) report(['priceList', 'sections', index, 'subsystem'], clause, `子系统 ${subsystem} 的价格给了两次`)
    seen.add(subsystem)
  }
  for (const { code, title } of subsystems) if (!seen.has(code)) report(['priceList', 'sections'], priceList.clause, `缺少子系统 ${code} ${title}的价格`)
}

function checkPayments({ parts: { payments = [], penalties = [] }, pathOf, report }: ContractParts, total: string): void {
  for (const payment of payments) {
    const due = shareOf(total, String(payment.percent))
    if (due !== payment.amount) report([...pathOf(payment), 'amount'], payment.clause, `${payment.title}为总价的 ${payment.percent}%，应为 ${due}，写作 ${payment.amount}`)
  }
  const sum = sumAmounts(payments.map(({ amount }) => amount))
  if (payments.length > 0 && sum !== total) report(['payments'], payments[0]?.clause ?? '', `各笔付款合计 ${sum}，与合同总价 ${total} 不符`)
  for (const penalty of penalties) {
    if (penalty.basis !== 'contract-total' || penalty.percent === undefined || penalty.amount === undefined) continue
    const due = shareOf(total, penalty.percent)
    if (due !== penalty.amount) report([...pathOf(penalty), 'amount'], penalty.clause, `${penalty.code} 为总价的 ${penalty.percent}%，应为 ${due}，写作 ${penalty.amount}`)
  }
}

function sumAmounts(amounts: readonly string[]): Money {
  return addMoney(...amounts.map(parseMoney))
}

/** `percent` of an amount, to the 分. */
function shareOf(amount: string, percent: string): Money {
  const [whole = '0', fraction = ''] = percent.split('.')
  const digits = whole.padStart(3, '0')
  return multiplyMoney(parseMoney(amount), `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`, 'half-up')
}

function difference(sum: string, stated: string): string {
  const result = subtractMoney(parseMoney(sum), parseMoney(stated))
  return result.startsWith('-') ? result : `+${result}`
}
