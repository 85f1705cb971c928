import type { NewQuery } from './api.ts'

/**
 * The two exports that the contract asks of the law enforcement system (合同 二·S5·4), for its schema as shipped. Somebody saves them, somebody
 * else approves them: nothing leaves by itself before that. Indicators after the assessment of districts (岗位关联率, A 岗参与率, 职权履行率,
 * 人均检查量, 人均处罚量, 撤销率).
 */
const assessment = `with checks as (
  select c.enforcement_organ_id, count(*) as total, count(*) filter (where c.check_type = '日常') as daily, count(*) filter (where c.check_type = '专项') as special,
    count(*) filter (where c.check_type = '双随机') as random, count(*) filter (where c.check_type = '联合') as joint, count(distinct c.enterprise_id) as objects,
    count(*) filter (where c.result in ('当场改正', '责令改正', '移交立案')) as problems, count(*) filter (where c.result = '责令改正') as corrections
  from enforcement.inspection_check c where c.checked_at >= :from and c.checked_at < :to group by c.enforcement_organ_id
), filed as (
  select p.enforcement_organ_id, count(*) as total, count(*) filter (where p.procedure = '简易') as simple, count(distinct p.power_id) as powers, count(*) filter (where p.has_hearing) as hearings
  from enforcement.penalty_case p where p.filed_on >= :from and p.filed_on < :to group by p.enforcement_organ_id
), decided as (
  select p.enforcement_organ_id, count(*) as total, sum(d.fine_amount) as fines, sum(d.collected_amount) as collected
  from enforcement.penalty_decision d join enforcement.penalty_case p on p.penalty_case_id = d.penalty_case_id where d.decided_on >= :from and d.decided_on < :to group by p.enforcement_organ_id
), revoked as (
  select p.enforcement_organ_id, count(*) as total
  from enforcement.penalty_decision d join enforcement.penalty_case p on p.penalty_case_id = d.penalty_case_id where d.revoked_on >= :from and d.revoked_on < :to group by p.enforcement_organ_id
), closed as (
  select p.enforcement_organ_id, count(*) as total from enforcement.penalty_case p where p.closed_on >= :from and p.closed_on < :to group by p.enforcement_organ_id
), posts as (
  select f.enforcement_organ_id, count(*) filter (where f.is_associated) as associated, count(*) filter (where f.post_class = 'A') as a_posts
  from enforcement.officer f group by f.enforcement_organ_id
), acting as (
  select f.enforcement_organ_id, count(distinct f.officer_id) as total
  from enforcement.officer f join enforcement.inspection_officer i on i.officer_id = f.officer_id join enforcement.inspection_check c on c.inspection_check_id = i.inspection_check_id
  where f.post_class = 'A' and c.checked_at >= :from and c.checked_at < :to group by f.enforcement_organ_id
)
select o.uscc as "机关代码", o.name as "执法机关", o.region as "区划", o.approved_posts as "核定岗位数", coalesce(posts.associated, 0) as "关联岗位数", round(100.0 * coalesce(posts.associated, 0) / o.approved_posts, 2) as "岗位关联率",
  coalesce(posts.a_posts, 0) as "A岗人员数", coalesce(acting.total, 0) as "A岗参与人数", round(100.0 * coalesce(acting.total, 0) / nullif(posts.a_posts, 0), 2) as "A岗参与率",
  coalesce(checks.total, 0) as "检查量", coalesce(checks.daily, 0) as "日常检查", coalesce(checks.special, 0) as "专项检查", coalesce(checks.random, 0) as "双随机检查", coalesce(checks.joint, 0) as "联合检查", coalesce(checks.objects, 0) as "检查对象数",
  coalesce(checks.problems, 0) as "发现问题数", coalesce(checks.corrections, 0) as "责令改正数", (select count(*) from enforcement.power w where w.is_effective) as "职权总数", coalesce(filed.powers, 0) as "履行职权数",
  coalesce(filed.total, 0) as "立案数", coalesce(filed.simple, 0) as "简易程序数", coalesce(filed.hearings, 0) as "听证数", coalesce(decided.total, 0) as "处罚决定数", coalesce(decided.fines, 0) as "罚款金额", coalesce(decided.collected, 0) as "收缴金额",
  coalesce(revoked.total, 0) as "撤销数", coalesce(closed.total, 0) as "结案数", round(1.0 * coalesce(checks.total, 0) / nullif(posts.a_posts, 0), 2) as "人均检查量", round(1.0 * coalesce(decided.total, 0) / nullif(posts.a_posts, 0), 2) as "人均处罚量"
from enforcement.enforcement_organ o
left join checks on checks.enforcement_organ_id = o.enforcement_organ_id left join filed on filed.enforcement_organ_id = o.enforcement_organ_id left join decided on decided.enforcement_organ_id = o.enforcement_organ_id
left join revoked on revoked.enforcement_organ_id = o.enforcement_organ_id left join closed on closed.enforcement_organ_id = o.enforcement_organ_id left join posts on posts.enforcement_organ_id = o.enforcement_organ_id
left join acting on acting.enforcement_organ_id = o.enforcement_organ_id
order by o.uscc`

const publicity = `select row_number() over (order by c.check_no) as "序号", e.name as "检查对象", e.uscc as "统一社会信用代码", c.checked_at::date as "检查日期", o.name as "检查机关", c.check_type as "检查类型", t.title as "检查事项",
  c.check_no as "检查单编号", c.result as "检查结果", c.handling as "处理情况", c.published_on as "公示日期"
from enforcement.inspection_check c join enforcement.enforcement_organ o on o.enforcement_organ_id = c.enforcement_organ_id join master.enterprise e on e.enterprise_id = c.enterprise_id
join enforcement.content_version t on t.content_version_id = c.content_version_id
where c.published_on >= :from and c.published_on < :to
order by c.check_no`

const period = [{ name: 'from', title: '自（含）', type: 'date' }, { name: 'to', title: '至（不含）', type: 'date' }] as const

type Shipped = Readonly<Pick<NewQuery, 'code' | 'title' | 'purpose' | 'obligation' | 'script' | 'note' | 'subsystem'>> & { readonly parameters: typeof period; readonly keyColumns: readonly string[]; readonly figureColumns: readonly string[] }

export const shippedQueries: readonly Shipped[] = Object.freeze([
  { code: 'ZFKH', title: '执法考核数据', purpose: 'periodic', obligation: 'M5-03', subsystem: 'law-enforcement', script: assessment, parameters: period, keyColumns: ['机关代码'], figureColumns: ['检查量', '立案数', '处罚决定数', '罚款金额'], note: '随产品提供：按执法机关统计上一个月' },
  { code: 'JCGS', title: '检查公示信息', purpose: 'periodic', obligation: 'M5-04', subsystem: 'law-enforcement', script: publicity, parameters: period, keyColumns: ['检查单编号'], figureColumns: [], note: '随产品提供：上一个季度公示的检查' },
])
