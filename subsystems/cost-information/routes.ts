import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { findRow, listRows, rowsOf, type RowList } from '#subsystems/casework/rows/row-list.ts'
import { stateHistory } from '#subsystems/casework/rows/state-history.ts'
import { costApi, publicPriceApi } from './api.ts'

const PRICE = `cost.issue_price p join cost.price_issue i using (price_issue_id) join cost.resource r using (resource_id)
  left join lateral (select corrected_ex_tax, revision from cost.price_erratum e where e.issue_price_id = p.issue_price_id order by revision desc limit 1) c on true`

/** Only published issues; a correction replaces the price and says so. */
const publicPrices: RowList = {
  permission: 'public', from: `${PRICE} where i.published_at is not null`,
  fields: {
    issuePriceId: 'p.issue_price_id', issueNo: 'i.issue_no', issueOrder: 'i.year * 12 + i.month', code: 'r.code', name: 'r.name', spec: 'r.spec', unit: 'r.unit', kind: 'r.kind', priceExTax: 'coalesce(c.corrected_ex_tax, p.price_ex_tax)',
    priceIncTax: 'case when c.revision is null then p.price_inc_tax else round(c.corrected_ex_tax * (1 + r.tax_rate), 2) end', monthOnMonth: 'p.month_on_month', yearOnYear: 'p.year_on_year', revision: 'coalesce(c.revision, 0)',
  },
  key: 'issuePriceId', searched: ['name', 'spec', 'code'], sort: '-issueOrder',
}
const issues: RowList = {
  permission: 'price:read', from: 'cost.price_issue i join casework.workflow_state s on s.workflow = i.workflow and s.state = i.state',
  fields: {
    priceIssueId: 'i.price_issue_id', issueNo: 'i.issue_no', year: 'i.year', month: 'i.month', collectBy: 'i.collect_by', publishedAt: 'i.published_at', quotes: '(select count(*) from cost.price_quote q where q.price_issue_id = i.price_issue_id)',
    prices: '(select count(*) from cost.issue_price p where p.price_issue_id = i.price_issue_id)', errata: '(select count(*) from cost.price_erratum e join cost.issue_price p using (issue_price_id) where p.price_issue_id = i.price_issue_id)', state: 'i.state', stateTitle: 's.title',
  },
  key: 'priceIssueId', searched: ['issueNo'], sort: '-collectBy',
}
const priceRows: RowList = {
  permission: 'price:read', from: PRICE, key: 'issuePriceId', searched: [], sort: 'code',
  fields: { issuePriceId: 'p.issue_price_id', priceIssueId: 'p.price_issue_id', code: 'r.code', name: 'r.name', spec: 'r.spec', unit: 'r.unit', priceExTax: 'p.price_ex_tax', sampleN: 'p.sample_n', method: 'p.method', jumpReason: 'p.jump_reason' },
}
const resources: RowList = {
  permission: 'price:read', from: 'cost.resource r join cost.resource_class k using (resource_class)', key: 'resourceId', searched: ['code', 'name', 'spec'], sort: 'code',
  fields: { resourceId: 'r.resource_id', code: 'r.code', classTitle: 'k.title', name: 'r.name', spec: 'r.spec', unit: 'r.unit', kind: 'r.kind', taxRate: 'r.tax_rate' },
}
const indices: RowList = {
  permission: 'price:read', from: 'cost.price_index x join cost.price_issue i using (price_issue_id) join cost.price_issue b on b.price_issue_id = x.base_issue_id', key: 'priceIndexId', searched: ['title'], sort: '-issueOrder',
  fields: { priceIndexId: 'x.price_index_id', indexType: 'x.index_type', title: 'x.title', issueNo: 'i.issue_no', issueOrder: 'i.year * 12 + i.month', baseIssueNo: 'b.issue_no', value: 'x.value', weightsVersion: 'x.weights_version', inputSm3: 'x.input_sm3' },
}
const firms: RowList = {
  permission: 'cost-firm:read', from: 'cost.cost_firm f join master.enterprise e using (enterprise_id)', key: 'costFirmId', searched: ['enterpriseName', 'uscc'], sort: 'enterpriseName',
  fields: { costFirmId: 'f.cost_firm_id', enterpriseName: 'e.name', uscc: 'e.uscc', engineersL1: 'f.engineers_l1', engineersL2: 'f.engineers_l2', creditGrade: 'f.credit_grade', listedOn: 'f.listed_on', documents: '(select count(*) from cost.result_document d where d.cost_firm_id = f.cost_firm_id)' },
}

export const costInformationRoutes: readonly ApiImplementation[] = [
  implementApi(publicPriceApi, { prices: (ctx, { query }) => listRows(ctx, publicPrices, query) }),
  implementApi(costApi, {
    issues: (ctx, { query }) => listRows(ctx, issues, query),
    issue: (ctx, { params: { priceIssueId } }) => findRow(ctx, issues, priceIssueId, { priceRows: () => rowsOf(ctx, priceRows, 'priceIssueId', priceIssueId), history: () => stateHistory(ctx, 'price:read', 'price-issue', priceIssueId) }),
    resources: (ctx, { query }) => listRows(ctx, resources, query),
    indices: (ctx, { query }) => listRows(ctx, indices, query),
    firms: (ctx, { query }) => listRows(ctx, firms, query),
  }),
]
