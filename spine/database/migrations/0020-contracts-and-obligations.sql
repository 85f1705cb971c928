-- The contract is data: every version that was ever in force is kept, obligations and their planned occurrences derive
-- from it, and re-planning leaves its history.

create table spine.contract (
  contract_id uuid primary key,
  code text not null unique,
  title text not null,
  is_demonstration boolean not null,
  term_from date not null,
  term_to date not null,
  current_version integer not null,
  loaded_at timestamptz not null,
  loaded_by uuid
);
comment on table spine.contract is '合同';
comment on column spine.contract.contract_id is '合同标识';
comment on column spine.contract.code is '合同代号（数据文件夹名）';
comment on column spine.contract.title is '合同名称';
comment on column spine.contract.is_demonstration is '是否演示合同';
comment on column spine.contract.term_from is '履约开始日';
comment on column spine.contract.term_to is '履约结束日';
comment on column spine.contract.current_version is '现行版本号';
comment on column spine.contract.loaded_at is '最近载入时间';
comment on column spine.contract.loaded_by is '载入人';

create table spine.contract_version (
  contract_id uuid not null references spine.contract,
  version integer not null,
  document jsonb not null,
  document_sm3 text not null,
  loaded_at timestamptz not null,
  loaded_by uuid,
  primary key (contract_id, version)
);
comment on table spine.contract_version is '合同数据的历次版本，只增不改';
comment on column spine.contract_version.contract_id is '合同标识';
comment on column spine.contract_version.version is '版本号';
comment on column spine.contract_version.document is '合同数据全文';
comment on column spine.contract_version.document_sm3 is '合同数据的 SM3 摘要';
comment on column spine.contract_version.loaded_at is '载入时间';
comment on column spine.contract_version.loaded_by is '载入人';
create trigger contract_version_is_append_only before update or delete on spine.contract_version
  for each row execute function platform.refuse_change();

create table spine.calendar_year (
  year integer not null,
  version integer not null,
  document jsonb not null,
  imported_at timestamptz not null,
  imported_by uuid,
  primary key (year, version)
);
comment on table spine.calendar_year is '导入的年度工作日历（国务院办公厅放假安排），只增不改';
comment on column spine.calendar_year.year is '年份';
comment on column spine.calendar_year.version is '版本';
comment on column spine.calendar_year.document is '日历数据';
comment on column spine.calendar_year.imported_at is '导入时间';
comment on column spine.calendar_year.imported_by is '导入人';
create trigger calendar_year_is_append_only before update or delete on spine.calendar_year
  for each row execute function platform.refuse_change();

create table spine.decision (
  decision_id uuid primary key,
  contract_id uuid not null references spine.contract,
  kind text not null check (kind in ('waiver', 'grouping', 'ambiguity-default', 'notice-excuses', 'suspension', 'not-applicable', 'revocation')),
  subject jsonb not null,
  reason text not null check (length(reason) >= 4),
  effective_on date not null,
  decided_by_name text not null,
  decided_on date not null,
  proof_sm3 text references platform.file,
  revokes_decision_id uuid references spine.decision,
  recorded_at timestamptz not null,
  recorded_by uuid
);
comment on table spine.decision is '甲方决定（豁免、归并、缺省选择、顺延等），只增不改；撤销是另一条决定';
comment on column spine.decision.decision_id is '决定标识';
comment on column spine.decision.contract_id is '合同标识';
comment on column spine.decision.kind is '类别';
comment on column spine.decision.subject is '决定的对象';
comment on column spine.decision.reason is '理由';
comment on column spine.decision.effective_on is '生效日';
comment on column spine.decision.decided_by_name is '作出决定的人';
comment on column spine.decision.decided_on is '作出决定的日期';
comment on column spine.decision.proof_sm3 is '证明文件';
comment on column spine.decision.revokes_decision_id is '被撤销的决定';
comment on column spine.decision.recorded_at is '登记时间';
comment on column spine.decision.recorded_by is '登记人';
create index decision_contract on spine.decision (contract_id, kind);
create trigger decision_is_append_only before update or delete on spine.decision
  for each row execute function platform.refuse_change();

create table spine.obligation (
  obligation_id uuid primary key,
  contract_id uuid not null references spine.contract,
  code text not null,
  subsystem text not null,
  service text not null,
  clause text not null,
  title text not null,
  duty text not null,
  actors text[] not null,
  cadences jsonb not null,
  deadline jsonb not null,
  evidence_kinds text[] not null,
  judgement jsonb not null,
  money_rules text[] not null,
  is_current boolean not null default true,
  unique (contract_id, code, subsystem)
);
comment on table spine.obligation is '义务：合同条款落到一个子系统';
comment on column spine.obligation.obligation_id is '义务标识';
comment on column spine.obligation.contract_id is '合同标识';
comment on column spine.obligation.code is '义务编号（登记册编号）';
comment on column spine.obligation.subsystem is '子系统；不分子系统的义务为 platform';
comment on column spine.obligation.service is '所属功能模块；不属模块的义务为 contract';
comment on column spine.obligation.clause is '合同条款（正文项号与模块号）';
comment on column spine.obligation.title is '义务名称';
comment on column spine.obligation.duty is '义务内容';
comment on column spine.obligation.actors is '义务人';
comment on column spine.obligation.cadences is '频次';
comment on column spine.obligation.deadline is '时限与单位';
comment on column spine.obligation.evidence_kinds is '须有的证据类别';
comment on column spine.obligation.judgement is '判定规则与参数';
comment on column spine.obligation.money_rules is '金额规则代号';
comment on column spine.obligation.is_current is '现行合同版本中是否存在';
create index obligation_service on spine.obligation (service, subsystem);

create table spine.occurrence (
  occurrence_id uuid primary key,
  obligation_id uuid not null references spine.obligation,
  period_key text not null,
  title text not null,
  opens_on date not null,
  ends_on date not null,
  due_at timestamptz not null,
  unit text not null,
  is_provisional boolean not null,
  tags text[] not null default '{}',
  reason text,
  planned_at timestamptz not null,
  withdrawn_at timestamptz,
  unique (obligation_id, period_key)
);
comment on table spine.occurrence is '应办事项：义务在一个周期内的一次履行；到期日是按合同、决定与日历推算的结果';
comment on column spine.occurrence.occurrence_id is '应办事项标识';
comment on column spine.occurrence.obligation_id is '义务标识';
comment on column spine.occurrence.period_key is '周期（日、周、月、季、年或节日阶段）';
comment on column spine.occurrence.title is '名称';
comment on column spine.occurrence.opens_on is '开始日';
comment on column spine.occurrence.ends_on is '所属周期的末日';
comment on column spine.occurrence.due_at is '到期时刻';
comment on column spine.occurrence.unit is '期限单位';
comment on column spine.occurrence.is_provisional is '是否暂定（所在年份尚无正式日历）';
comment on column spine.occurrence.tags is '标记（顺延履约、不足周、不适用等）';
comment on column spine.occurrence.reason is '标记的原因';
comment on column spine.occurrence.planned_at is '排定时间';
comment on column spine.occurrence.withdrawn_at is '因重排而撤下的时间；历史保留';
create index occurrence_due on spine.occurrence (due_at) where withdrawn_at is null;
create index occurrence_opens on spine.occurrence (opens_on) where withdrawn_at is null;

create table spine.occurrence_event (
  occurrence_event_id bigint generated always as identity primary key,
  occurrence_id uuid not null references spine.occurrence,
  at timestamptz not null,
  kind text not null check (kind in ('planned', 'moved', 'withdrawn', 'restored')),
  cause text not null,
  before jsonb,
  after jsonb
);
comment on table spine.occurrence_event is '应办事项的排定与重排历史，只增不改';
comment on column spine.occurrence_event.occurrence_event_id is '序号';
comment on column spine.occurrence_event.occurrence_id is '应办事项标识';
comment on column spine.occurrence_event.at is '时间';
comment on column spine.occurrence_event.kind is '类别：排定、移动、撤下、恢复';
comment on column spine.occurrence_event.cause is '起因（合同版本、决定或日历）';
comment on column spine.occurrence_event.before is '之前';
comment on column spine.occurrence_event.after is '之后';
create index occurrence_event_occurrence on spine.occurrence_event (occurrence_id);
create trigger occurrence_event_is_append_only before update or delete on spine.occurrence_event
  for each row execute function platform.refuse_change();
