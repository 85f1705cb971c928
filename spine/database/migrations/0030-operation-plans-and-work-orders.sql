-- Work: the approved operation plan (运维计划), the work orders that carry it out, their timelines and their proof.

create table spine.operation_plan (
  operation_plan_id uuid primary key,
  contract_id uuid not null references spine.contract,
  title text not null,
  period_from date not null,
  period_to date not null check (period_to >= period_from),
  state text not null check (state in ('draft', 'submitted', 'approved', 'returned', 'superseded')),
  version integer not null default 1,
  drafted_at timestamptz not null,
  drafted_by uuid,
  submitted_at timestamptz,
  submitted_by uuid,
  approved_at timestamptz,
  approved_by uuid,
  note text not null default ''
);
comment on table spine.operation_plan is '运维计划（合同 M3：巡检按运维计划进行）';
comment on column spine.operation_plan.operation_plan_id is '计划标识';
comment on column spine.operation_plan.contract_id is '合同标识';
comment on column spine.operation_plan.title is '名称';
comment on column spine.operation_plan.period_from is '计划期开始日';
comment on column spine.operation_plan.period_to is '计划期结束日';
comment on column spine.operation_plan.state is '状态：草稿、待批、已批准、已退回、已替代';
comment on column spine.operation_plan.version is '版本（用于防止互相覆盖）';
comment on column spine.operation_plan.drafted_at is '起草时间';
comment on column spine.operation_plan.drafted_by is '起草人';
comment on column spine.operation_plan.submitted_at is '提交时间';
comment on column spine.operation_plan.submitted_by is '提交人';
comment on column spine.operation_plan.approved_at is '批准时间';
comment on column spine.operation_plan.approved_by is '批准人';
comment on column spine.operation_plan.note is '说明';

create table spine.operation_plan_item (
  operation_plan_item_id uuid primary key,
  operation_plan_id uuid not null references spine.operation_plan,
  obligation_id uuid not null references spine.obligation,
  planned_count integer not null check (planned_count >= 0),
  first_opens_on date,
  last_due_at timestamptz,
  remark text not null default '',
  unique (operation_plan_id, obligation_id)
);
comment on table spine.operation_plan_item is '运维计划项：一项义务在计划期内的次数';
comment on column spine.operation_plan_item.operation_plan_item_id is '计划项标识';
comment on column spine.operation_plan_item.operation_plan_id is '计划标识';
comment on column spine.operation_plan_item.obligation_id is '义务标识';
comment on column spine.operation_plan_item.planned_count is '计划次数';
comment on column spine.operation_plan_item.first_opens_on is '首次开始日';
comment on column spine.operation_plan_item.last_due_at is '末次到期时刻';
comment on column spine.operation_plan_item.remark is '备注';

create table spine.number_sequence (
  name text primary key,
  last_number bigint not null
);
comment on table spine.number_sequence is '连续编号（无空号，随事务回退）';
comment on column spine.number_sequence.name is '编号名称（前缀与日期）';
comment on column spine.number_sequence.last_number is '已用的最后一号';

create table spine.work_order (
  work_order_id uuid primary key,
  number text not null unique,
  kind text not null,
  service text not null,
  subsystem text not null,
  title text not null,
  occurrence_id uuid references spine.occurrence,
  operation_plan_item_id uuid references spine.operation_plan_item,
  parent_work_order_id uuid references spine.work_order,
  state text not null check (state in ('waiting', 'taken', 'submitted', 'returned', 'closed', 'cancelled')),
  is_automatic boolean not null,
  assignee_id uuid references platform.user_account,
  input jsonb not null default '{}',
  result jsonb,
  opened_at timestamptz not null,
  due_at timestamptz,
  submitted_at timestamptz,
  submitted_by uuid references platform.user_account,
  closed_at timestamptz,
  version integer not null default 1
);
comment on table spine.work_order is '工单';
comment on column spine.work_order.work_order_id is '工单标识';
comment on column spine.work_order.number is '工单编号';
comment on column spine.work_order.kind is '类别';
comment on column spine.work_order.service is '功能模块';
comment on column spine.work_order.subsystem is '子系统；不分子系统为 platform';
comment on column spine.work_order.title is '标题';
comment on column spine.work_order.occurrence_id is '所履行的应办事项';
comment on column spine.work_order.operation_plan_item_id is '所依据的运维计划项';
comment on column spine.work_order.parent_work_order_id is '上级工单';
comment on column spine.work_order.state is '状态：待办、办理中、待审核、已退回、已办结、已撤销';
comment on column spine.work_order.is_automatic is '是否由系统自动办理';
comment on column spine.work_order.assignee_id is '办理人';
comment on column spine.work_order.input is '办理要求';
comment on column spine.work_order.result is '办理结果';
comment on column spine.work_order.opened_at is '开立时间';
comment on column spine.work_order.due_at is '到期时刻（应办事项到期日的投影）';
comment on column spine.work_order.submitted_at is '提交时间';
comment on column spine.work_order.submitted_by is '提交人';
comment on column spine.work_order.closed_at is '办结时间';
comment on column spine.work_order.version is '版本（用于防止互相覆盖）';
-- One live order for one occurrence: two schedulers at once can not open it twice.
create unique index work_order_occurrence on spine.work_order (occurrence_id) where state <> 'cancelled';
create index work_order_state on spine.work_order (state, due_at);
create index work_order_assignee on spine.work_order (assignee_id, state);
-- The list page: filtered by module and state, newest number first.
create index work_order_list on spine.work_order (service, state, number desc);
create index work_order_cell on spine.work_order (service, subsystem, opened_at desc);

create table spine.work_order_event (
  work_order_event_id bigint generated always as identity primary key,
  work_order_id uuid not null references spine.work_order,
  at timestamptz not null,
  kind text not null,
  actor_id uuid,
  actor_name text not null,
  note text not null default '',
  details jsonb not null default '{}'
);
comment on table spine.work_order_event is '工单时间线，只增不改';
comment on column spine.work_order_event.work_order_event_id is '序号';
comment on column spine.work_order_event.work_order_id is '工单标识';
comment on column spine.work_order_event.at is '时间';
comment on column spine.work_order_event.kind is '事件';
comment on column spine.work_order_event.actor_id is '操作者';
comment on column spine.work_order_event.actor_name is '操作者名称';
comment on column spine.work_order_event.note is '说明';
comment on column spine.work_order_event.details is '变化内容';
create index work_order_event_order on spine.work_order_event (work_order_id, work_order_event_id);
create trigger work_order_event_is_append_only before update or delete on spine.work_order_event
  for each row execute function platform.refuse_change();

create table spine.work_order_evidence (
  work_order_id uuid not null references spine.work_order,
  evidence_id uuid not null references spine.evidence,
  linked_at timestamptz not null,
  primary key (work_order_id, evidence_id)
);
comment on table spine.work_order_evidence is '工单与证据的关联，只增不改';
comment on column spine.work_order_evidence.work_order_id is '工单标识';
comment on column spine.work_order_evidence.evidence_id is '证据标识';
comment on column spine.work_order_evidence.linked_at is '关联时间';
create index work_order_evidence_evidence on spine.work_order_evidence (evidence_id);
create trigger work_order_evidence_is_append_only before update or delete on spine.work_order_evidence
  for each row execute function platform.refuse_change();

create table spine.assessment (
  occurrence_id uuid primary key references spine.occurrence,
  verdict text not null,
  lines jsonb not null,
  fulfilled_at timestamptz,
  facts_sm3 text not null,
  assessed_at timestamptz not null
);
comment on table spine.assessment is '判定结果：由事实推算的投影，可随时重算';
comment on column spine.assessment.occurrence_id is '应办事项标识';
comment on column spine.assessment.verdict is '判定';
comment on column spine.assessment.lines is '判定依据，逐条说明';
comment on column spine.assessment.fulfilled_at is '履行时刻';
comment on column spine.assessment.facts_sm3 is '所依据事实的摘要';
comment on column spine.assessment.assessed_at is '判定时间';
create index assessment_verdict on spine.assessment (verdict);
