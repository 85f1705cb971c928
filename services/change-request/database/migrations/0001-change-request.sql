-- Changes (变更) are requests of the spine's one flow; here stands what is theirs alone: steps with proof, checks before and
-- after, effort, documents that a change makes stale, templates of standard changes, backup hours, and texts of law
-- enforcement on their way into the subsystem. Facts are append-only; what is edited carries a version.
create schema change_request;
comment on schema change_request is '其它工作（变更）';

create table change_request.template (
  template_id uuid primary key,
  title text not null,
  nature text not null,
  form jsonb not null,
  reason text not null,
  drafted_by uuid not null references platform.user_account,
  drafted_by_name text not null,
  drafted_at timestamptz not null,
  approved_by uuid references platform.user_account,
  approved_by_name text,
  approved_at timestamptz,
  retired_at timestamptz,
  version integer not null default 1,
  check ((approved_by is null) = (approved_at is null)),
  constraint template_four_eyes check (approved_by <> drafted_by)
);
comment on table change_request.template is '标准变更模板（经批准后，按模板办理的变更无须逐次审批）';
comment on column change_request.template.template_id is '模板标识';
comment on column change_request.template.title is '名称';
comment on column change_request.template.nature is '变更性质';
comment on column change_request.template.form is '预先批准的内容：实施步骤、回退方案、测试方案、影响、须更新的文档';
comment on column change_request.template.reason is '设立理由';
comment on column change_request.template.drafted_by is '起草人';
comment on column change_request.template.drafted_by_name is '起草人姓名（当时）';
comment on column change_request.template.drafted_at is '起草时间';
comment on column change_request.template.approved_by is '批准人';
comment on column change_request.template.approved_by_name is '批准人姓名（当时）';
comment on column change_request.template.approved_at is '批准时间';
comment on column change_request.template.retired_at is '停用时间';
comment on column change_request.template.version is '版本（用于防止互相覆盖）';

create table change_request.step (
  step_id uuid primary key,
  step_no bigint generated always as identity unique,
  request_id uuid not null references spine.request,
  kind text not null check (kind in ('rehearsal', 'test', 'release-begun', 'release', 'record', 'review')),
  happened_at timestamptz not null,
  outcome text not null check (outcome in ('passed', 'failed', 'begun', 'released', 'rolled-back', 'recorded')),
  release_version text not null default '',
  note text not null,
  deliverables text not null default '',
  evidence_id uuid not null references spine.evidence,
  recorded_at timestamptz not null,
  recorded_by uuid references platform.user_account,
  recorded_by_name text not null
);
comment on table change_request.step is '变更的实施步骤与证明，只增不改';
comment on column change_request.step.step_id is '步骤标识（由提交方给定，重复提交只记一次）';
comment on column change_request.step.step_no is '登记的先后';
comment on column change_request.step.request_id is '变更单';
comment on column change_request.step.kind is '步骤：回退演练、测试、开始发布、发布结果、紧急变更补录、紧急变更复核';
comment on column change_request.step.happened_at is '发生时间';
comment on column change_request.step.outcome is '结果';
comment on column change_request.step.release_version is '发布的版本号';
comment on column change_request.step.note is '说明';
comment on column change_request.step.deliverables is '移交甲方的成果（源代码、安装包、技术文档及存放处）';
comment on column change_request.step.evidence_id is '证据';
comment on column change_request.step.recorded_at is '登记时间';
comment on column change_request.step.recorded_by is '登记人';
comment on column change_request.step.recorded_by_name is '登记人姓名（当时）';
create index step_request on change_request.step (request_id, step_no);
create index step_kind on change_request.step (kind, happened_at);
create index step_evidence on change_request.step (evidence_id);
create trigger step_is_append_only before update or delete on change_request.step for each row execute function platform.refuse_change();

create table change_request.effort_entry (
  effort_entry_id uuid primary key,
  request_id uuid not null references spine.request,
  worked_on date not null,
  worker_id uuid not null references platform.user_account,
  worker_name text not null,
  days numeric(6, 2) not null check (days <> 0),
  note text not null,
  recorded_at timestamptz not null,
  recorded_by uuid references platform.user_account
);
comment on table change_request.effort_entry is '变更工作量（人日），只增不改；更正以负数另记';
comment on column change_request.effort_entry.effort_entry_id is '记录标识（由提交方给定，重复提交只记一次）';
comment on column change_request.effort_entry.request_id is '变更单';
comment on column change_request.effort_entry.worked_on is '工作日期';
comment on column change_request.effort_entry.worker_id is '工作人';
comment on column change_request.effort_entry.worker_name is '工作人姓名（当时）';
comment on column change_request.effort_entry.days is '人日，更正为负';
comment on column change_request.effort_entry.note is '工作内容，或更正原因';
comment on column change_request.effort_entry.recorded_at is '登记时间';
comment on column change_request.effort_entry.recorded_by is '登记人';
create index effort_entry_request on change_request.effort_entry (request_id);
create index effort_entry_day on change_request.effort_entry (worked_on);
create index effort_entry_worker on change_request.effort_entry (worker_id);
create trigger effort_entry_is_append_only before update or delete on change_request.effort_entry for each row execute function platform.refuse_change();

create table change_request.stale_document (
  request_id uuid not null references spine.request,
  document text not null,
  marked_at timestamptz not null,
  updated_at timestamptz,
  updated_by uuid references platform.user_account,
  updated_by_name text,
  evidence_id uuid references spine.evidence,
  primary key (request_id, document),
  check ((updated_at is null) = (evidence_id is null))
);
comment on table change_request.stale_document is '因变更而过时的文档，直至有人更新并附证明';
comment on column change_request.stale_document.request_id is '变更单';
comment on column change_request.stale_document.document is '文档种类';
comment on column change_request.stale_document.marked_at is '标记为过时的时间（发布时）';
comment on column change_request.stale_document.updated_at is '更新时间';
comment on column change_request.stale_document.updated_by is '更新人';
comment on column change_request.stale_document.updated_by_name is '更新人姓名（当时）';
comment on column change_request.stale_document.evidence_id is '更新证明';
create index stale_document_evidence on change_request.stale_document (evidence_id) where evidence_id is not null;

create table change_request.check_run (
  work_order_id uuid primary key references spine.work_order,
  check_no bigint generated always as identity unique,
  request_id uuid not null references spine.request,
  side text not null check (side in ('before', 'after')),
  component_id uuid not null references spine.component,
  opened_at timestamptz not null,
  closed_at timestamptz,
  run text not null default '',
  evidence_id uuid references spine.evidence,
  items jsonb not null default '[]'
);
comment on table change_request.check_run is '变更前后对部件的检查';
comment on column change_request.check_run.work_order_id is '巡检工单';
comment on column change_request.check_run.check_no is '发起的先后';
comment on column change_request.check_run.request_id is '变更单';
comment on column change_request.check_run.side is '变更前或变更后';
comment on column change_request.check_run.component_id is '部件';
comment on column change_request.check_run.opened_at is '发起时间';
comment on column change_request.check_run.closed_at is '完成时间';
comment on column change_request.check_run.run is '巡检编号';
comment on column change_request.check_run.evidence_id is '巡检记录';
comment on column change_request.check_run.items is '各检查项的结论与取值';
create index check_run_request on change_request.check_run (request_id, side);
create index check_run_component on change_request.check_run (component_id);
create index check_run_evidence on change_request.check_run (evidence_id) where evidence_id is not null;

create table change_request.backup_hours (
  subsystem text primary key references spine.subsystem,
  starts_minute integer not null check (starts_minute between 0 and 1439),
  ends_minute integer not null check (ends_minute between 0 and 1439),
  changed_at timestamptz not null,
  changed_by uuid references platform.user_account,
  version integer not null default 1,
  check (starts_minute <> ends_minute)
);
comment on table change_request.backup_hours is '每日备份时段，变更应避开';
comment on column change_request.backup_hours.subsystem is '子系统';
comment on column change_request.backup_hours.starts_minute is '开始（当日分钟数）';
comment on column change_request.backup_hours.ends_minute is '结束（当日分钟数，可跨午夜）';
comment on column change_request.backup_hours.changed_at is '修改时间';
comment on column change_request.backup_hours.changed_by is '修改人';
comment on column change_request.backup_hours.version is '版本（用于防止互相覆盖）';

create table change_request.content_draft (
  content_draft_id uuid primary key,
  request_id uuid not null references spine.request,
  kind text not null,
  code text not null,
  title text not null,
  body jsonb not null,
  content_sm3 text not null check (content_sm3 ~ '^[0-9a-f]{64}$'),
  basis integer not null check (basis >= 0),
  basis_content jsonb,
  valid_from date not null,
  state text not null check (state in ('editing', 'reviewed', 'publishing', 'published', 'refused', 'withdrawing', 'withdrawn', 'dropped')),
  edited_at timestamptz not null,
  edited_by uuid not null references platform.user_account,
  edited_by_name text not null,
  reviewed_at timestamptz,
  reviewed_by uuid references platform.user_account,
  reviewed_by_name text,
  review_note text not null default '',
  publish_key uuid unique,
  published_version integer,
  published_at timestamptz,
  read_back jsonb,
  last_note text not null default '',
  evidence_id uuid references spine.evidence,
  version integer not null default 1,
  unique (request_id, kind, code),
  constraint content_draft_four_eyes check (reviewed_by <> edited_by)
);
comment on table change_request.content_draft is '随变更单编辑、复核并发布到执法系统的内容';
comment on column change_request.content_draft.content_draft_id is '内容稿标识';
comment on column change_request.content_draft.request_id is '变更单';
comment on column change_request.content_draft.kind is '内容种类';
comment on column change_request.content_draft.code is '内容代码';
comment on column change_request.content_draft.title is '名称';
comment on column change_request.content_draft.body is '正文';
comment on column change_request.content_draft.content_sm3 is '正文的 SM3 摘要';
comment on column change_request.content_draft.basis is '编辑所依据的目标系统版本号，零为新内容';
comment on column change_request.content_draft.basis_content is '编辑所依据的版本全文，用于对照';
comment on column change_request.content_draft.valid_from is '生效日期';
comment on column change_request.content_draft.state is '状态：编辑中、已复核、发布中、已发布、被目标拒绝、撤回中、已撤回、已放弃';
comment on column change_request.content_draft.edited_at is '编辑时间';
comment on column change_request.content_draft.edited_by is '编辑人';
comment on column change_request.content_draft.edited_by_name is '编辑人姓名（当时）';
comment on column change_request.content_draft.reviewed_at is '复核时间';
comment on column change_request.content_draft.reviewed_by is '复核人';
comment on column change_request.content_draft.reviewed_by_name is '复核人姓名（当时）';
comment on column change_request.content_draft.review_note is '复核意见';
comment on column change_request.content_draft.publish_key is '发布标识，同一标识在目标系统只发布一次';
comment on column change_request.content_draft.published_version is '目标系统给出的版本号';
comment on column change_request.content_draft.published_at is '发布时间';
comment on column change_request.content_draft.read_back is '从网页端与移动端读回的版本与摘要';
comment on column change_request.content_draft.last_note is '最近一次与目标系统往来的结果';
comment on column change_request.content_draft.evidence_id is '发布证据';
comment on column change_request.content_draft.version is '版本（用于防止互相覆盖）';
create index content_draft_text on change_request.content_draft (kind, code);
create index content_draft_evidence on change_request.content_draft (evidence_id) where evidence_id is not null;
