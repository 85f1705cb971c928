import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { addDays } from '#shared/calendar/dates.ts'
import type { Workflow } from '#subsystems/casework/reference/workflow.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'
import { changePercent, laspeyresIndex, measurePrice, withTax } from './measure-price.ts'
import { resources, workflows } from './reference.ts'

const [issueWorkflow] = workflows as [Workflow]
const MONTHS = 18
/** Resources of the composite index and their weights in the base month. */
const WEIGHTS = [['00000001', 0.3], ['01010003', 0.25], ['80210002', 0.3], ['04130001', 0.15]] as const
const WEIGHTS_VERSION = '示例-1'

/** Eighteen months of the journal: quotes, measured prices with their change, one erratum a quarter, indices. */
export async function loadPrices(context: SeedContext): Promise<void> {
  const draw = context.draw.fork('prices')
  const suppliers = context.world.enterprises.filter(({ kind }) => kind === '材料').slice(0, 12)
  const shares = suppliers.map(() => draw.integer(1, 10))
  const totalShare = shares.reduce((sum, share) => sum + share, 0)
  await context.load('cost.supplier', suppliers.map((one, at) => ({ supplier_id: at + 1, enterprise_id: one.enterpriseId, market_share: Math.floor(((shares[at] ?? 0) / totalShare) * 10_000) / 10_000 })))

  const [issues, quotes, prices, errata, indices]: [Row[], Row[], Row[], Row[], Row[]] = [[], [], [], [], []]
  const published = new Map<string, number>()
  const level = resources.map(({ price }) => price)
  for (const [at, month] of monthsUpTo(context.today, MONTHS).entries()) {
    const issueId = at + 1
    const collectBy = `${month}-20`
    const told = [['collecting', `${month}-01`], ['cleaning', addDays(collectBy, 1)], ['first_audit', addDays(collectBy, 3)], ['final_audit', addDays(collectBy, 5)], ['published', addDays(collectBy, 8)], ['archived', addDays(collectBy, 60)]] as const
    const walk = context.live(issueWorkflow, issueId, draw, `${month}-01T09:00:00+08:00`, { by: '价格信息岗', states: told.filter(([, on], index) => index === 0 || on < context.today) })
    const publishedAt = walk.reached('published') ?? null
    issues.push({ price_issue_id: issueId, year: Number(month.slice(0, 4)), month: Number(month.slice(5)), issue_no: `${month.slice(0, 4)}年第${Number(month.slice(5))}期`, collect_by: collectBy, published_at: publishedAt, state: walk.state })
    for (const [index, resource] of resources.entries()) {
      level[index] = (level[index] ?? resource.price) * (1 + draw.decimal(-0.025, 0.025, 4))
      const asked = draw.several(suppliers.map((_one, supplierAt) => supplierAt), Math.min(suppliers.length, draw.integer(3, 6)))
      const given = asked.map((supplierAt) => ({ supplierAt, weight: shares[supplierAt] ?? 1, price: Math.max(0.01, Math.round((level[index] ?? 1) * (draw.chance(0.03) ? 1.5 : draw.decimal(0.97, 1.03, 4)) * 100) / 100) }))
      const measured = measurePrice(given)
      quotes.push(...given.map(({ supplierAt, price }, quoteAt) => ({ price_issue_id: issueId, resource_id: index + 1, supplier_id: supplierAt + 1, price_ex_tax: price, quoted_on: draw.day(`${month}-01`, 0, 18), is_outlier: measured.outliers.has(quoteAt) })))
      if (!publishedAt) continue
      const change = changePercent(measured.price, published.get(`${index}/${at - 1}`))
      published.set(`${index}/${at}`, measured.price)
      prices.push({
        issue_price_id: prices.length + 1, price_issue_id: issueId, resource_id: index + 1, price_ex_tax: measured.price, price_inc_tax: withTax(measured.price, resource.taxRate), month_on_month: change, year_on_year: changePercent(measured.price, published.get(`${index}/${at - 12}`)),
        sample_n: measured.used, method: '市场份额加权平均（剔除离群值）', jump_reason: change !== null && Math.abs(change) > 5 ? '市场供需变化' : null,
      })
      if (index === 0 && at % 3 === 2) errata.push({ issue_price_id: prices.length, revision: 1, corrected_ex_tax: measured.price + 1, reason: '单位换算更正', published_at: addDays(publishedAt.slice(0, 10), 5) > context.today ? context.now : `${addDays(publishedAt.slice(0, 10), 5)}T09:00:00+08:00` })
    }
    if (publishedAt) indices.push(...indicesOf(issueId, at, published))
  }
  await context.load('cost.price_issue', issues)
  await context.load('cost.price_quote', quotes)
  await context.load('cost.issue_price', prices)
  await context.load('cost.price_erratum', errata)
  await context.load('cost.index_weight', WEIGHTS.map(([code, weight]) => ({ weights_version: WEIGHTS_VERSION, title: '房屋建筑工程综合价格指数', resource_id: resources.findIndex((one) => one.code === code) + 1, weight })))
  await context.load('cost.price_index', indices)
}

/** Stored with the digest of its inputs, so that anybody can compute it again and see that it is the same. */
function indicesOf(issueId: number, at: number, published: ReadonlyMap<string, number>): Row[] {
  const parts = WEIGHTS.map(([code, weight]) => {
    const index = resources.findIndex((one) => one.code === code)
    return { code, name: `${resources[index]?.name} ${resources[index]?.spec}`, weight, base: published.get(`${index}/0`) ?? 1, present: published.get(`${index}/${at}`) ?? 1 }
  })
  const row = (type: string, title: string, used: ReadonlyArray<Omit<(typeof parts)[number], 'weight'> & { weight: number }>) => ({ index_type: type, title, price_issue_id: issueId, base_issue_id: 1, weights_version: WEIGHTS_VERSION, value: laspeyresIndex(used), input_sm3: sm3(canonicalJson(used)) })
  return [row('拉氏综合', '房屋建筑工程综合价格指数', parts), ...parts.map((part) => row('单项', `${part.name}价格指数`, [{ ...part, weight: 1 }]))]
}

/** The `count` months up to that of `date`, oldest first. */
function monthsUpTo(date: string, count: number): string[] {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, at) => month - count + 1 + at).map((one) => `${Math.floor(one / 12)}-${String((one % 12) + 1).padStart(2, '0')}`)
}
