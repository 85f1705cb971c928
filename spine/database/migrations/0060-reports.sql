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
  current_version integer not null,
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
comment on column spine.report.created_at is '建立时间';
comment on column spine.report.version is '版本（用于防止互相覆盖）';

create table spine.report_version (
  report_id uuid not null references spine.report,
  version integer not null,
  document jsonb not null,
  data_sm3 text not null,
  docx_sm3 text references platform.file,
  pdf_sm3 text references platform.file,
  is_partial boolean not null,
  as_of timestamptz not null,
  reason text not null default '',
  built_at timestamptz not null,
  built_by uuid,
  evidence_id uuid references spine.evidence,
  primary key (report_id, version)
);
comment on table spine.report_version is '报告的各版次：数据冻结，重建得到同样的字节';
comment on column spine.report_version.report_id is '报告标识';
comment on column spine.report_version.version is '版次';
comment on column spine.report_version.document is '冻结的文档数据';
comment on column spine.report_version.data_sm3 is '冻结数据的 SM3 摘要（印在页脚）';
comment on column spine.report_version.docx_sm3 is 'Word 文件';
comment on column spine.report_version.pdf_sm3 is 'PDF 文件';
comment on column spine.report_version.is_partial is '周期尚未结束';
comment on column spine.report_version.as_of is '数据截止时刻';
comment on column spine.report_version.reason is '修订原因';
comment on column spine.report_version.built_at is '编制时间';
comment on column spine.report_version.built_by is '编制人';
comment on column spine.report_version.evidence_id is '存证';
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
  file_sm3 text references platform.file
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
comment on column spine.report_event.file_sm3 is '签字盖章扫描件';
create index report_event_report on spine.report_event (report_id, report_event_id);
create trigger report_event_is_append_only before update or delete on spine.report_event
  for each row execute function platform.refuse_change();
