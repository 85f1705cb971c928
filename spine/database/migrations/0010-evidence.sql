-- Evidence is what the client pays on: it is only ever added, its body is kept as the exact text that was digested, and it
-- is chained by the platform's ledger (platform.ledger_seal).

create schema spine;
comment on schema spine is '主干：合同、义务、工单、证据、评价、报告';

create table spine.evidence (
  evidence_id uuid primary key,
  kind text not null,
  title text not null,
  about jsonb not null,
  body_text text not null,
  body jsonb not null generated always as (body_text::jsonb) stored,
  body_hash text not null check (body_hash ~ '^[0-9a-f]{64}$'),
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  recorded_by_name text not null,
  origin text not null check (origin in ('system', 'person', 'previous-operator'))
);
comment on table spine.evidence is '证据，只增不改';
comment on column spine.evidence.evidence_id is '证据标识';
comment on column spine.evidence.kind is '证据类别';
comment on column spine.evidence.title is '证据名称';
comment on column spine.evidence.about is '所证事项：合同、义务、条款、子系统、服务、工单等';
comment on column spine.evidence.body_text is '证据内容原文（规范化 JSON），摘要按此文计算';
comment on column spine.evidence.body is '证据内容，由原文生成，供查询';
comment on column spine.evidence.body_hash is '内容原文的 SM3 摘要';
comment on column spine.evidence.happened_at is '事实发生时间';
comment on column spine.evidence.recorded_at is '记录时间';
comment on column spine.evidence.recorded_by is '记录人，系统记录时为空';
comment on column spine.evidence.recorded_by_name is '记录人名称（当时）';
comment on column spine.evidence.origin is '来源：系统、人员、上一家运维单位';
create index evidence_happened on spine.evidence (happened_at desc, evidence_id desc);
create index evidence_kind on spine.evidence (kind, happened_at desc);
create index evidence_about on spine.evidence using gin (about jsonb_path_ops);

create table spine.evidence_file (
  evidence_id uuid not null references spine.evidence,
  position integer not null check (position > 0),
  sm3 text not null references platform.file,
  file_name text not null,
  media_type text not null,
  bytes bigint not null check (bytes >= 0),
  primary key (evidence_id, position)
);
comment on table spine.evidence_file is '证据所附的文件，只增不改';
comment on column spine.evidence_file.evidence_id is '证据标识';
comment on column spine.evidence_file.position is '顺序，自 1 起';
comment on column spine.evidence_file.sm3 is '文件内容的 SM3 摘要';
comment on column spine.evidence_file.file_name is '文件名';
comment on column spine.evidence_file.media_type is '媒体类型';
comment on column spine.evidence_file.bytes is '字节数';
create index evidence_file_sm3 on spine.evidence_file (sm3);

create trigger evidence_is_append_only before update or delete on spine.evidence
  for each row execute function platform.refuse_change();
create trigger evidence_is_not_truncated before truncate on spine.evidence
  for each statement execute function platform.refuse_change();
create trigger evidence_awaits_seal after insert on spine.evidence
  for each row execute function platform.await_seal('evidence', 'evidence_id');
create trigger evidence_file_is_append_only before update or delete on spine.evidence_file
  for each row execute function platform.refuse_change();
create trigger evidence_file_is_not_truncated before truncate on spine.evidence_file
  for each statement execute function platform.refuse_change();

create table spine.evidence_verification (
  evidence_verification_id uuid primary key,
  requested_at timestamptz not null,
  requested_by uuid,
  requested_by_name text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  checked bigint not null default 0,
  expected bigint not null default 0,
  finished_at timestamptz,
  result jsonb,
  failure text
);
comment on table spine.evidence_verification is '证据链核验的进度与结果';
comment on column spine.evidence_verification.evidence_verification_id is '核验标识';
comment on column spine.evidence_verification.requested_at is '发起时间';
comment on column spine.evidence_verification.requested_by is '发起人';
comment on column spine.evidence_verification.requested_by_name is '发起人名称（当时）';
comment on column spine.evidence_verification.state is '状态：待执行、进行中、已完成、未能完成';
comment on column spine.evidence_verification.checked is '已核验的账目与文件数';
comment on column spine.evidence_verification.expected is '应核验的账目与文件数';
comment on column spine.evidence_verification.finished_at is '结束时间';
comment on column spine.evidence_verification.result is '核验结果';
comment on column spine.evidence_verification.failure is '未能完成的原因';
create index evidence_verification_requested on spine.evidence_verification (requested_at desc);
