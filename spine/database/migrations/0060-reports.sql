-- Reports to the client: frozen data, every version kept, review with its 15 calendar days, the signed scan bound to its exact version.

create table spine.report (
  report_id uuid primary key,
  number text not null unique,
  contract_id uuid not null references spine.contract,
  kind text not null,
  period_key text not null,
  period_from date not null,
  period_to date not null,
  title text not null,
  state text not null check (state in ('draft', 'reviewed', 'submitted', 'accepted', 'questioned', 'revised')),
  current_version integer not null default 0,
  submitted_version integer,
  received_at timestamptz,
  decided_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  unique (contract_id, kind, period_key)
);
comment on table spine.report is '报告';
comment on column spine.report.report_id is '报告标识';
comment on column spine.report.number is '报告编号';
comment on column spine.report.contract_id is '合同标识';
comment on column spine.report.kind is '种类：巡检报告、月报、季报、半年报、年报、网络安全年报';
comment on column spine.report.period_key is '周期';
comment on column spine.report.period_from is '周期开始日';
comment on column spine.report.period_to is '周期结束日';
comment on column spine.report.title is '标题';
comment on column spine.report.state is '状态：草稿、已复核、已提交、已认可、被质疑、修订中';
comment on column spine.report.current_version is '现行版次';
comment on column spine.report.submitted_version is '最近一次提交甲方的版次';
comment on column spine.report.received_at is '甲方收到最近一次提交的时刻，评审期限由此起算';
comment on column spine.report.decided_at is '甲方认可或质疑最近一次提交的时刻';
comment on column spine.report.created_at is '建立时间';
comment on column spine.report.version is '版本（用于防止互相覆盖）';

create table spine.report_version (
  report_id uuid not null references spine.report,
  version integer not null,
  frozen_text text not null,
  data_sm3 text not null,
  docx_sm3 text not null references platform.file,
  pdf_sm3 text not null references platform.file,
  is_partial boolean not null,
  as_of timestamptz not null,
  reason text not null default '',
  built_at timestamptz not null,
  built_by uuid,
  built_by_name text not null,
  evidence_id uuid not null references spine.evidence,
  snapshot_evidence_id uuid not null references spine.evidence,
  primary key (report_id, version)
);
comment on table spine.report_version is '报告的各版次：数据冻结，重建得到同样的字节';
comment on column spine.report_version.report_id is '报告标识';
comment on column spine.report_version.version is '版次';
comment on column spine.report_version.frozen_text is '冻结的数据：文档、查询与周期的规范化 JSON 文本';
comment on column spine.report_version.data_sm3 is '冻结数据的 SM3 摘要（印在页脚）';
comment on column spine.report_version.docx_sm3 is 'Word 文件';
comment on column spine.report_version.pdf_sm3 is 'PDF 文件';
comment on column spine.report_version.is_partial is '周期尚未结束';
comment on column spine.report_version.as_of is '数据截止时刻';
comment on column spine.report_version.reason is '修订原因';
comment on column spine.report_version.built_at is '编制时间';
comment on column spine.report_version.built_by is '编制人';
comment on column spine.report_version.built_by_name is '编制人名称';
comment on column spine.report_version.evidence_id is '报告文件的证据';
comment on column spine.report_version.snapshot_evidence_id is '数据快照的证据';
create trigger report_version_is_append_only before update or delete on spine.report_version
  for each row execute function platform.refuse_change();

create table spine.report_event (
  report_event_id bigint generated always as identity primary key,
  report_id uuid not null references spine.report,
  report_version integer not null,
  at timestamptz not null,
  kind text not null check (kind in ('built', 'reviewed', 'returned', 'submitted', 'accepted', 'questioned', 'revised', 'scan-attached')),
  actor_id uuid,
  actor_name text not null,
  note text not null default '',
  details jsonb not null default '{}',
  file_sm3 text references platform.file,
  evidence_id uuid references spine.evidence
);
comment on table spine.report_event is '报告时间线，只增不改';
comment on column spine.report_event.report_event_id is '序号';
comment on column spine.report_event.report_id is '报告标识';
comment on column spine.report_event.report_version is '版次';
comment on column spine.report_event.at is '时间';
comment on column spine.report_event.kind is '事件';
comment on column spine.report_event.actor_id is '操作者';
comment on column spine.report_event.actor_name is '操作者名称';
comment on column spine.report_event.note is '说明（复核意见、质疑内容等）';
comment on column spine.report_event.details is '结构化说明（提交渠道、回执编号、质疑内容等）';
comment on column spine.report_event.file_sm3 is '签字盖章扫描件或回执文件';
comment on column spine.report_event.evidence_id is '这一步留下的证据';
create index report_event_report on spine.report_event (report_id, report_event_id);
create trigger report_event_is_append_only before update or delete on spine.report_event
  for each row execute function platform.refuse_change();

-- A build takes many seconds, so it is a run that people can leave and find again.
create table spine.report_build (
  report_build_id uuid primary key,
  kind text not null,
  period_key text not null,
  reason text not null default '',
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  step text not null default '',
  percent integer not null default 0 check (percent between 0 and 100),
  report_id uuid references spine.report,
  report_version integer,
  failure text not null default '',
  requested_by uuid,
  requested_by_name text not null,
  requested_at timestamptz not null,
  finished_at timestamptz
);
comment on table spine.report_build is '报告编制任务及其进度';
comment on column spine.report_build.report_build_id is '任务标识';
comment on column spine.report_build.kind is '报告种类';
comment on column spine.report_build.period_key is '周期';
comment on column spine.report_build.reason is '修订原因';
comment on column spine.report_build.state is '状态：等待、进行中、完成、失败';
comment on column spine.report_build.step is '正在做什么';
comment on column spine.report_build.percent is '进度百分比';
comment on column spine.report_build.report_id is '生成的报告';
comment on column spine.report_build.report_version is '生成的版次';
comment on column spine.report_build.failure is '失败原因';
comment on column spine.report_build.requested_by is '发起人';
comment on column spine.report_build.requested_by_name is '发起人名称';
comment on column spine.report_build.requested_at is '发起时间';
comment on column spine.report_build.finished_at is '结束时间';
create index report_build_requested on spine.report_build (requested_at desc);
