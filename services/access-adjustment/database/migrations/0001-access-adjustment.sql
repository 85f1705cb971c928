-- Permission adjustment: what each approved form changed on which target, what every account should therefore be, and
-- what the reconciliation of the two found. Snapshots are of the target itself, read before and after each change.

create schema access_adjustment;
comment on schema access_adjustment is '系统权限调整';

create table access_adjustment.approval_route (
  subsystem text not null default '',
  privilege text not null check (privilege in ('ordinary', 'privileged')),
  step integer not null check (step > 0),
  title text not null,
  role_code text not null,
  expires_after_working_days integer not null check (expires_after_working_days between 1 and 60),
  primary key (subsystem, privilege, step)
);
comment on table access_adjustment.approval_route is '审批路线：按子系统和权限高低，没有专门路线的子系统用通用路线';
comment on column access_adjustment.approval_route.subsystem is '子系统，空为通用';
comment on column access_adjustment.approval_route.privilege is '权限高低：一般、特权';
comment on column access_adjustment.approval_route.step is '步骤';
comment on column access_adjustment.approval_route.title is '步骤名称';
comment on column access_adjustment.approval_route.role_code is '审批角色';
comment on column access_adjustment.approval_route.expires_after_working_days is '逾期未审批退回的工作日数';
insert into access_adjustment.approval_route (subsystem, privilege, step, title, role_code, expires_after_working_days) values
  ('', 'ordinary', 1, '甲方审核', 'client-reviewer', 3),
  ('', 'ordinary', 2, '乙方核对（职责分离、必要性、期限）', 'project-manager', 2),
  ('', 'privileged', 1, '甲方项目负责人批准', 'client-lead', 3),
  ('', 'privileged', 2, '安全负责人核准', 'security-lead', 2),
  ('', 'privileged', 3, '乙方核对（职责分离、必要性、期限）', 'project-manager', 2);

create table access_adjustment.exclusion_rule (
  exclusion_rule_id text primary key,
  subsystem text not null default '',
  one_role text not null,
  other_role text not null,
  title text not null,
  basis text not null,
  check (one_role <> other_role)
);
comment on table access_adjustment.exclusion_rule is '职责分离规则：一人不得同时持有的两个角色';
comment on column access_adjustment.exclusion_rule.exclusion_rule_id is '规则代号';
comment on column access_adjustment.exclusion_rule.subsystem is '子系统，空为通用';
comment on column access_adjustment.exclusion_rule.one_role is '角色';
comment on column access_adjustment.exclusion_rule.other_role is '与之互斥的角色';
comment on column access_adjustment.exclusion_rule.title is '规则名称';
comment on column access_adjustment.exclusion_rule.basis is '依据';
insert into access_adjustment.exclusion_rule (exclusion_rule_id, one_role, other_role, title, basis) values
  ('three-powers-1', 'administrator', 'security-administrator', '系统管理与安全管理分离', '三权分立'),
  ('three-powers-2', 'administrator', 'auditor', '系统管理与审计管理分离', '三权分立'),
  ('three-powers-3', 'security-administrator', 'auditor', '安全管理与审计管理分离', '三权分立'),
  ('export', 'data-exporter', 'export-approver', '数据导出与导出审批分离', '运维规范');

create table access_adjustment.target_setting (
  component_id uuid primary key references spine.component,
  grace_minutes integer not null check (grace_minutes between 0 and 10080),
  remind_minutes integer not null check (remind_minutes between 5 and 43200),
  reason text not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by uuid references platform.user_account
);
comment on table access_adjustment.target_setting is '各对象的到期规则；没有设置的到时即收回，提前一天提醒';
comment on column access_adjustment.target_setting.component_id is '账号维护接口部件';
comment on column access_adjustment.target_setting.grace_minutes is '到期后的宽限分钟数，宽限期满才收回';
comment on column access_adjustment.target_setting.remind_minutes is '到期前提醒的分钟数，不足一半期限的按剩余期限的四分之一';
comment on column access_adjustment.target_setting.reason is '理由';
comment on column access_adjustment.target_setting.version is '修改次数';
comment on column access_adjustment.target_setting.changed_at is '修改时间';
comment on column access_adjustment.target_setting.changed_by is '修改人';

create table access_adjustment.adjustment (
  adjustment_id uuid primary key,
  work_order_id uuid not null references spine.work_order,
  request_id uuid references spine.request,
  form_version integer,
  position integer not null,
  component_id uuid not null references spine.component,
  subsystem text not null,
  account text not null,
  cause text not null check (cause in ('form', 'expiry', 'undo')),
  change jsonb not null,
  state text not null check (state in ('waiting', 'applying', 'applied', 'refused')),
  basis text,
  account_before jsonb,
  account_planned jsonb,
  steps jsonb not null default '[]',
  account_after jsonb,
  outcome text check (outcome in ('applied', 'repeated')),
  reason text not null default '',
  attempts integer not null default 0,
  made_at timestamptz not null,
  planned_at timestamptz,
  settled_at timestamptz,
  unique (work_order_id, position),
  constraint adjustment_is_read_back check (state <> 'applied' or (account_planned is not null and account_after is not null and settled_at is not null)),
  constraint adjustment_is_explained check (state <> 'refused' or (reason <> '' and settled_at is not null))
);
comment on table access_adjustment.adjustment is '对一个账号的一项调整：试运行、调整前快照、执行、读回的调整后快照';
comment on column access_adjustment.adjustment.adjustment_id is '调整标识，也是交给目标系统的幂等标识';
comment on column access_adjustment.adjustment.work_order_id is '执行工单';
comment on column access_adjustment.adjustment.request_id is '申请单';
comment on column access_adjustment.adjustment.form_version is '申请单版次';
comment on column access_adjustment.adjustment.position is '单内次序';
comment on column access_adjustment.adjustment.component_id is '对象（账号维护接口部件）';
comment on column access_adjustment.adjustment.subsystem is '子系统';
comment on column access_adjustment.adjustment.account is '账号';
comment on column access_adjustment.adjustment.cause is '缘由：申请单、到期收回、撤销';
comment on column access_adjustment.adjustment.change is '调整内容';
comment on column access_adjustment.adjustment.state is '状态：待执行、执行中、已执行、未执行';
comment on column access_adjustment.adjustment.basis is '试运行所依据的账号版本';
comment on column access_adjustment.adjustment.account_before is '调整前的账号，空为没有';
comment on column access_adjustment.adjustment.account_planned is '试运行得出的结果';
comment on column access_adjustment.adjustment.steps is '试运行列出的步骤';
comment on column access_adjustment.adjustment.account_after is '读回的账号';
comment on column access_adjustment.adjustment.outcome is '目标的回答：本次执行、此前已执行';
comment on column access_adjustment.adjustment.reason is '未执行的原因';
comment on column access_adjustment.adjustment.attempts is '尝试次数';
comment on column access_adjustment.adjustment.made_at is '列入时间';
comment on column access_adjustment.adjustment.planned_at is '试运行时间';
comment on column access_adjustment.adjustment.settled_at is '办结时间';
create index adjustment_request on access_adjustment.adjustment (request_id, position);
create index adjustment_account on access_adjustment.adjustment (component_id, account, settled_at desc);
create index adjustment_unsettled on access_adjustment.adjustment (made_at) where state in ('waiting', 'applying');

create table access_adjustment.timed_grant (
  timed_grant_id uuid primary key,
  adjustment_id uuid not null references access_adjustment.adjustment,
  component_id uuid not null references spine.component,
  account text not null,
  role text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  state text not null check (state in ('running', 'ending', 'ended', 'superseded')),
  reminded_at timestamptz,
  work_order_id uuid references spine.work_order,
  settled_at timestamptz,
  note text not null default ''
);
comment on table access_adjustment.timed_grant is '限期授权：从批准之时起算，到时收回并读回证明';
comment on column access_adjustment.timed_grant.timed_grant_id is '授权标识';
comment on column access_adjustment.timed_grant.adjustment_id is '授予它的调整';
comment on column access_adjustment.timed_grant.component_id is '对象';
comment on column access_adjustment.timed_grant.account is '账号';
comment on column access_adjustment.timed_grant.role is '角色';
comment on column access_adjustment.timed_grant.starts_at is '起算时间（批准时间）';
comment on column access_adjustment.timed_grant.ends_at is '截止时间';
comment on column access_adjustment.timed_grant.state is '状态：有效、收回中、已收回、已被后续调整取代';
comment on column access_adjustment.timed_grant.reminded_at is '提醒时间';
comment on column access_adjustment.timed_grant.work_order_id is '收回工单';
comment on column access_adjustment.timed_grant.settled_at is '收回或被取代的时间';
comment on column access_adjustment.timed_grant.note is '说明';
create unique index timed_grant_live on access_adjustment.timed_grant (component_id, account, role) where state in ('running', 'ending');
create index timed_grant_due on access_adjustment.timed_grant (ends_at) where state = 'running';

create table access_adjustment.baseline (
  baseline_id uuid primary key,
  component_id uuid not null references spine.component,
  reason text not null check (length(reason) >= 4),
  accounts integer not null,
  taken_at timestamptz not null,
  taken_by uuid references platform.user_account,
  taken_by_name text not null,
  evidence_id uuid not null references spine.evidence
);
comment on table access_adjustment.baseline is '期初账号：接管之前已有的账号，经确认后作为核对的起点';
comment on column access_adjustment.baseline.baseline_id is '期初标识';
comment on column access_adjustment.baseline.component_id is '对象';
comment on column access_adjustment.baseline.reason is '依据';
comment on column access_adjustment.baseline.accounts is '账号数';
comment on column access_adjustment.baseline.taken_at is '取得时间';
comment on column access_adjustment.baseline.taken_by is '确认人';
comment on column access_adjustment.baseline.taken_by_name is '确认人姓名';
comment on column access_adjustment.baseline.evidence_id is '证据';

create table access_adjustment.expected_account (
  component_id uuid not null references spine.component,
  account text not null,
  facts jsonb not null,
  baseline_id uuid references access_adjustment.baseline,
  adjustment_id uuid references access_adjustment.adjustment,
  changed_at timestamptz not null,
  primary key (component_id, account),
  check ((baseline_id is null) <> (adjustment_id is null))
);
comment on table access_adjustment.expected_account is '按单据应有的账号：期初加上已执行的申请单';
comment on column access_adjustment.expected_account.component_id is '对象';
comment on column access_adjustment.expected_account.account is '账号';
comment on column access_adjustment.expected_account.facts is '应有的状态与角色';
comment on column access_adjustment.expected_account.baseline_id is '来自期初';
comment on column access_adjustment.expected_account.adjustment_id is '来自最近一次调整';
comment on column access_adjustment.expected_account.changed_at is '变更时间';

create table access_adjustment.live_account (
  component_id uuid not null references spine.component,
  account text not null,
  facts jsonb not null,
  seen_at timestamptz not null,
  primary key (component_id, account)
);
comment on table access_adjustment.live_account is '最近一次核对读到的账号（投影，随核对重写）';
comment on column access_adjustment.live_account.component_id is '对象';
comment on column access_adjustment.live_account.account is '账号';
comment on column access_adjustment.live_account.facts is '账号内容';
comment on column access_adjustment.live_account.seen_at is '读到的时间';

create table access_adjustment.live_role (
  component_id uuid not null references spine.component,
  role text not null,
  title text not null,
  is_privileged boolean not null,
  exclusion_group text,
  seen_at timestamptz not null,
  primary key (component_id, role)
);
comment on table access_adjustment.live_role is '最近一次读到的角色清单（投影）';
comment on column access_adjustment.live_role.component_id is '对象';
comment on column access_adjustment.live_role.role is '角色代码';
comment on column access_adjustment.live_role.title is '角色名称';
comment on column access_adjustment.live_role.is_privileged is '是否特权';
comment on column access_adjustment.live_role.exclusion_group is '互斥组';
comment on column access_adjustment.live_role.seen_at is '读到的时间';

create table access_adjustment.dry_run (
  request_id uuid not null references spine.request,
  form_version integer not null,
  ran_at timestamptz not null,
  ran_by uuid references platform.user_account,
  ran_by_name text not null,
  lines jsonb not null,
  primary key (request_id, form_version)
);
comment on table access_adjustment.dry_run is '审批前的试运行：每行的现状、结果与问题，不写入目标';
comment on column access_adjustment.dry_run.request_id is '申请单';
comment on column access_adjustment.dry_run.form_version is '版次';
comment on column access_adjustment.dry_run.ran_at is '试运行时间';
comment on column access_adjustment.dry_run.ran_by is '试运行人';
comment on column access_adjustment.dry_run.ran_by_name is '试运行人姓名';
comment on column access_adjustment.dry_run.lines is '各行结果';

create table access_adjustment.review (
  review_id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('weekly', 'quarterly', 'on-demand')),
  subsystem text not null,
  period_key text,
  work_order_id uuid not null references spine.work_order,
  taken_at timestamptz not null,
  is_complete boolean not null,
  summary jsonb not null,
  evidence_id uuid not null references spine.evidence
);
comment on table access_adjustment.review is '账户权限核对：在用账号与单据的比对';
comment on column access_adjustment.review.review_id is '核对标识';
comment on column access_adjustment.review.number is '核对编号';
comment on column access_adjustment.review.kind is '类别：每周、季度、临时';
comment on column access_adjustment.review.subsystem is '子系统';
comment on column access_adjustment.review.period_key is '所属期间';
comment on column access_adjustment.review.work_order_id is '工单';
comment on column access_adjustment.review.taken_at is '核对时间';
comment on column access_adjustment.review.is_complete is '是否读到全部对象';
comment on column access_adjustment.review.summary is '各对象账号数、各类不符数与发现项';
comment on column access_adjustment.review.evidence_id is '证据';
create index review_subsystem on access_adjustment.review (subsystem, taken_at desc);

create table access_adjustment.review_item (
  review_id uuid not null references access_adjustment.review,
  position integer not null,
  component_id uuid not null references spine.component,
  account text not null,
  kind text not null check (kind in ('effect-without-form', 'form-without-effect', 'orphan', 'leaver', 'over-privileged', 'expired')),
  title text not null,
  primary key (review_id, position)
);
comment on table access_adjustment.review_item is '核对发现的不符';
comment on column access_adjustment.review_item.review_id is '核对';
comment on column access_adjustment.review_item.position is '次序';
comment on column access_adjustment.review_item.component_id is '对象';
comment on column access_adjustment.review_item.account is '账号';
comment on column access_adjustment.review_item.kind is '类别：有变化无单、有单无变化、孤儿、离岗未清、超权、过期';
comment on column access_adjustment.review_item.title is '内容';
create trigger review_item_is_append_only before update or delete on access_adjustment.review_item
  for each row execute function platform.refuse_change();

create table access_adjustment.review_sheet (
  review_sheet_id uuid primary key,
  review_id uuid not null references access_adjustment.review,
  version integer not null,
  model jsonb not null,
  model_sm3 text not null,
  made_at timestamptz not null,
  unique (review_id, version)
);
comment on table access_adjustment.review_sheet is '账户权限复核表的各个版本，供甲方盖章';
comment on column access_adjustment.review_sheet.review_sheet_id is '文档标识';
comment on column access_adjustment.review_sheet.review_id is '核对';
comment on column access_adjustment.review_sheet.version is '版本';
comment on column access_adjustment.review_sheet.model is '文档内容';
comment on column access_adjustment.review_sheet.model_sm3 is '内容的 SM3 摘要，印在页脚';
comment on column access_adjustment.review_sheet.made_at is '生成时间';

create table access_adjustment.review_scan (
  review_scan_id uuid primary key,
  review_sheet_id uuid not null references access_adjustment.review_sheet,
  sm3 text not null,
  file_name text not null,
  uploaded_at timestamptz not null,
  uploaded_by uuid references platform.user_account,
  uploaded_by_name text not null,
  evidence_id uuid not null references spine.evidence
);
comment on table access_adjustment.review_scan is '盖章的复核表扫描件，只增不改';
comment on column access_adjustment.review_scan.review_scan_id is '扫描件标识';
comment on column access_adjustment.review_scan.review_sheet_id is '所对应的文档版本';
comment on column access_adjustment.review_scan.sm3 is '内容摘要';
comment on column access_adjustment.review_scan.file_name is '文件名';
comment on column access_adjustment.review_scan.uploaded_at is '上传时间';
comment on column access_adjustment.review_scan.uploaded_by is '上传人';
comment on column access_adjustment.review_scan.uploaded_by_name is '上传人姓名';
comment on column access_adjustment.review_scan.evidence_id is '证据';
create trigger review_scan_is_append_only before update or delete on access_adjustment.review_scan
  for each row execute function platform.refuse_change();
