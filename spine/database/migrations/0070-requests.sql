-- Requests (申请): what people ask for, on one flow for every module: form, approval, work, proof, acceptance. Forms are kept
-- by version, so that an approval, a scan and an execution each say which text they belong to. The rules that must hold
-- whoever writes (nobody approves his own, nobody decides twice, who approved does not execute) stand here, not in a program.

create table spine.request (
  request_id uuid primary key,
  number text not null unique,
  kind text not null,
  service text not null,
  subsystem text not null,
  title text not null,
  state text not null check (state in ('draft', 'in-approval', 'returned', 'refused', 'ready', 'in-progress', 'waiting', 'delivered', 'closed', 'withdrawn', 'merged')),
  form_version integer not null default 0 check (form_version >= 0),
  draft jsonb not null default '{}',
  requester_id uuid references platform.user_account,
  requester_name text not null,
  requester_unit text not null default '',
  requester_ref text,
  origin text not null check (origin in ('console', 'portal', 'hotline', 'mail', 'paper', 'system')),
  priority text check (priority in ('p1', 'p2', 'p3', 'p4')),
  assignee_id uuid references platform.user_account,
  separates_duties boolean not null default false,
  targets jsonb not null default '[]',
  occurrence_id uuid references spine.occurrence,
  cloned_from_id uuid references spine.request,
  opened_at timestamptz not null,
  submitted_at timestamptz,
  approved_at timestamptz,
  delivered_at timestamptz,
  closed_at timestamptz,
  solution text not null default '',
  follow_digest text unique,
  version integer not null default 1,
  unique (request_id, requester_id)
);
comment on table spine.request is '申请（请求）：热线工单、权限调整单、变更单等同一流程的单据';
comment on column spine.request.request_id is '申请标识';
comment on column spine.request.number is '编号';
comment on column spine.request.kind is '类别，模块.名称';
comment on column spine.request.service is '功能模块';
comment on column spine.request.subsystem is '子系统；未归属为 unattributed，不分子系统为 platform';
comment on column spine.request.title is '标题';
comment on column spine.request.state is '状态：草稿、审批中、已退回、不批准、待办理、办理中、等待中、待验收、已办结、已撤回、已合并';
comment on column spine.request.form_version is '当前表单版次，零为尚未提交';
comment on column spine.request.draft is '正在填写的表单内容';
comment on column spine.request.requester_id is '申请人账号，没有账号的为空';
comment on column spine.request.requester_name is '申请人姓名（当时）';
comment on column spine.request.requester_unit is '申请人单位（当时）';
comment on column spine.request.requester_ref is '没有账号的申请人在相应登记簿中的标识';
comment on column spine.request.origin is '来源：控制台、自助门户、热线、邮件、纸质、系统';
comment on column spine.request.priority is '优先级';
comment on column spine.request.assignee_id is '办理人';
comment on column spine.request.separates_duties is '批准人不得办理';
comment on column spine.request.targets is '时限目标（启动时）';
comment on column spine.request.occurrence_id is '所对应的应办事项';
comment on column spine.request.cloned_from_id is '由哪份申请复制';
comment on column spine.request.opened_at is '建立时间';
comment on column spine.request.submitted_at is '提交时间';
comment on column spine.request.approved_at is '批准时间';
comment on column spine.request.delivered_at is '交付（待验收）时间';
comment on column spine.request.closed_at is '办结时间';
comment on column spine.request.solution is '办理结果';
comment on column spine.request.follow_digest is '凭链接查看所用令牌的 SM3 摘要';
comment on column spine.request.version is '版本（用于防止互相覆盖）';
create index request_state on spine.request (state, number desc);
create index request_list on spine.request (service, state, number desc);
create index request_kind on spine.request (kind, number desc);
create index request_requester on spine.request (requester_id, number desc);
create index request_requester_ref on spine.request (requester_ref) where requester_ref is not null;
create index request_assignee on spine.request (assignee_id, state);
create index request_cell on spine.request (service, subsystem, opened_at desc);
create index request_occurrence on spine.request (occurrence_id) where occurrence_id is not null;

create table spine.request_form (
  request_id uuid not null references spine.request,
  form_version integer not null check (form_version > 0),
  form jsonb not null,
  form_sm3 text not null check (form_sm3 ~ '^[0-9a-f]{64}$'),
  submitted_at timestamptz not null,
  submitted_by uuid references platform.user_account,
  submitted_by_name text not null,
  reason text not null default '',
  primary key (request_id, form_version)
);
comment on table spine.request_form is '申请表单的各个版次，只增不改';
comment on column spine.request_form.request_id is '申请标识';
comment on column spine.request_form.form_version is '版次';
comment on column spine.request_form.form is '表单内容';
comment on column spine.request_form.form_sm3 is '表单内容的 SM3 摘要，印在打印件页脚';
comment on column spine.request_form.submitted_at is '提交时间';
comment on column spine.request_form.submitted_by is '提交人账号';
comment on column spine.request_form.submitted_by_name is '提交人姓名';
comment on column spine.request_form.reason is '修改原因';
create trigger request_form_is_append_only before update or delete on spine.request_form
  for each row execute function platform.refuse_change();

create table spine.request_event (
  request_event_id bigint generated always as identity primary key,
  request_id uuid not null references spine.request,
  at timestamptz not null,
  kind text not null,
  actor_id uuid,
  actor_name text not null,
  note text not null default '',
  is_public boolean not null default false,
  details jsonb not null default '{}'
);
comment on table spine.request_event is '申请时间线，只增不改';
comment on column spine.request_event.request_event_id is '序号';
comment on column spine.request_event.request_id is '申请标识';
comment on column spine.request_event.at is '时间';
comment on column spine.request_event.kind is '事件';
comment on column spine.request_event.actor_id is '操作者';
comment on column spine.request_event.actor_name is '操作者名称';
comment on column spine.request_event.note is '说明';
comment on column spine.request_event.is_public is '申请人可见';
comment on column spine.request_event.details is '变化内容';
create index request_event_order on spine.request_event (request_id, request_event_id);
create trigger request_event_is_append_only before update or delete on spine.request_event
  for each row execute function platform.refuse_change();

create table spine.request_clock_event (
  request_clock_event_id bigint generated always as identity primary key,
  request_id uuid not null references spine.request,
  event jsonb not null
);
comment on table spine.request_clock_event is '申请时限时钟的事件，只增不改；时限由事件推算';
comment on column spine.request_clock_event.request_clock_event_id is '序号';
comment on column spine.request_clock_event.request_id is '申请标识';
comment on column spine.request_clock_event.event is '时钟事件';
create index request_clock_event_order on spine.request_clock_event (request_id, request_clock_event_id);
create trigger request_clock_event_is_append_only before update or delete on spine.request_clock_event
  for each row execute function platform.refuse_change();

create table spine.request_deadline (
  request_id uuid not null references spine.request,
  target text not null,
  is_contractual boolean not null,
  verdict text not null,
  started_at timestamptz,
  due_at timestamptz,
  elapsed_minutes integer not null,
  paused_minutes integer not null,
  computed_at timestamptz not null,
  primary key (request_id, target)
);
comment on table spine.request_deadline is '申请的各项时限：由时钟事件推算的投影，供列表与统计，可随时重算';
comment on column spine.request_deadline.request_id is '申请标识';
comment on column spine.request_deadline.target is '目标名称';
comment on column spine.request_deadline.is_contractual is '是否合同约定';
comment on column spine.request_deadline.verdict is '判定';
comment on column spine.request_deadline.started_at is '起算时刻';
comment on column spine.request_deadline.due_at is '到期时刻';
comment on column spine.request_deadline.elapsed_minutes is '已计分钟数';
comment on column spine.request_deadline.paused_minutes is '暂停分钟数';
comment on column spine.request_deadline.computed_at is '推算时间';
create index request_deadline_due on spine.request_deadline (due_at) where verdict in ('running', 'paused');

create table spine.request_approval (
  request_id uuid not null references spine.request,
  form_version integer not null,
  step integer not null check (step > 0),
  title text not null,
  approver jsonb not null,
  requester_id uuid,
  excluded uuid[] not null default '{}',
  state text not null check (state in ('pending', 'waiting', 'approved', 'refused', 'returned', 'expired', 'void')),
  asked_at timestamptz,
  expires_at timestamptz,
  decided_at timestamptz,
  decided_by uuid references platform.user_account,
  decided_by_name text,
  on_behalf_of uuid references platform.user_account,
  note text not null default '',
  primary key (request_id, form_version, step),
  foreign key (request_id, form_version) references spine.request_form (request_id, form_version),
  foreign key (request_id, requester_id) references spine.request (request_id, requester_id),
  constraint request_approval_not_ones_own check (decided_by <> requester_id),
  constraint request_approval_by_no_party check (decided_by <> all (excluded)),
  constraint request_approval_is_decided check ((state in ('approved', 'refused', 'returned')) = (decided_by is not null))
);
comment on table spine.request_approval is '申请的审批：每一版次的各个步骤';
comment on column spine.request_approval.request_id is '申请标识';
comment on column spine.request_approval.form_version is '表单版次';
comment on column spine.request_approval.step is '步骤';
comment on column spine.request_approval.title is '步骤名称';
comment on column spine.request_approval.approver is '由谁审批：角色或指定人员';
comment on column spine.request_approval.requester_id is '申请人（不得审批自己的申请）';
comment on column spine.request_approval.excluded is '其他不得审批的人（如权限的受益人）';
comment on column spine.request_approval.state is '状态：未到、待审批、同意、不同意、退回修改、已过期、作废';
comment on column spine.request_approval.asked_at is '送审时间';
comment on column spine.request_approval.expires_at is '审批失效时间';
comment on column spine.request_approval.decided_at is '审批时间';
comment on column spine.request_approval.decided_by is '审批人';
comment on column spine.request_approval.decided_by_name is '审批人姓名（当时）';
comment on column spine.request_approval.on_behalf_of is '代谁审批';
comment on column spine.request_approval.note is '审批意见';
-- Two pairs of eyes are two people: nobody decides two steps of one form.
create unique index request_approval_four_eyes on spine.request_approval (request_id, form_version, decided_by) where state = 'approved';
create index request_approval_waiting on spine.request_approval (asked_at) where state = 'waiting';

create table spine.delegation (
  delegation_id uuid primary key,
  from_user_id uuid not null references platform.user_account,
  to_user_id uuid not null references platform.user_account,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  kinds text[] not null default '{}',
  reason text not null,
  declared_at timestamptz not null,
  declared_by uuid references platform.user_account,
  revoked_at timestamptz,
  revoked_by uuid references platform.user_account,
  check (from_user_id <> to_user_id)
);
comment on table spine.delegation is '审批代理：离岗期间由他人代为审批';
comment on column spine.delegation.delegation_id is '代理标识';
comment on column spine.delegation.from_user_id is '委托人';
comment on column spine.delegation.to_user_id is '代理人';
comment on column spine.delegation.from_on is '开始日';
comment on column spine.delegation.to_on is '结束日';
comment on column spine.delegation.kinds is '限于哪些申请类别，空为全部';
comment on column spine.delegation.reason is '理由';
comment on column spine.delegation.declared_at is '登记时间';
comment on column spine.delegation.declared_by is '登记人';
comment on column spine.delegation.revoked_at is '撤销时间';
comment on column spine.delegation.revoked_by is '撤销人';
create index delegation_to on spine.delegation (to_user_id, to_on);
create index delegation_from on spine.delegation (from_user_id, to_on);

create table spine.request_link (
  from_request_id uuid not null references spine.request,
  to_request_id uuid not null references spine.request,
  kind text not null check (kind in ('child-of', 'duplicate-of', 'related-to', 'made-into')),
  linked_at timestamptz not null,
  linked_by uuid references platform.user_account,
  note text not null default '',
  unlinked_at timestamptz,
  primary key (from_request_id, to_request_id, kind, linked_at),
  check (from_request_id <> to_request_id)
);
comment on table spine.request_link is '申请之间的关联：下级、重复、相关、转为';
comment on column spine.request_link.from_request_id is '申请';
comment on column spine.request_link.to_request_id is '所关联的申请';
comment on column spine.request_link.kind is '关联类别';
comment on column spine.request_link.linked_at is '关联时间';
comment on column spine.request_link.linked_by is '关联人';
comment on column spine.request_link.note is '说明';
comment on column spine.request_link.unlinked_at is '解除时间';
create unique index request_link_live on spine.request_link (from_request_id, to_request_id, kind) where unlinked_at is null;
create index request_link_to on spine.request_link (to_request_id);

create table spine.request_file (
  request_file_id uuid primary key,
  request_id uuid not null references spine.request,
  form_version integer not null,
  kind text not null check (kind in ('attachment', 'official-document', 'signed-scan')),
  sm3 text not null references platform.file,
  file_name text not null,
  note text not null default '',
  is_public boolean not null default true,
  attached_at timestamptz not null,
  attached_by uuid references platform.user_account,
  attached_by_name text not null,
  evidence_id uuid references spine.evidence
);
comment on table spine.request_file is '申请的附件、公文与签字盖章件';
comment on column spine.request_file.request_file_id is '附件标识';
comment on column spine.request_file.request_id is '申请标识';
comment on column spine.request_file.form_version is '属于哪一版次';
comment on column spine.request_file.kind is '类别：附件、公文、签字盖章件';
comment on column spine.request_file.sm3 is '内容摘要';
comment on column spine.request_file.file_name is '文件名';
comment on column spine.request_file.note is '说明';
comment on column spine.request_file.is_public is '申请人可见';
comment on column spine.request_file.attached_at is '附上时间';
comment on column spine.request_file.attached_by is '附上人';
comment on column spine.request_file.attached_by_name is '附上人姓名';
comment on column spine.request_file.evidence_id is '登记为证据的标识';
create index request_file_request on spine.request_file (request_id, attached_at);

alter table spine.work_order add column request_id uuid references spine.request;
comment on column spine.work_order.request_id is '由哪份申请开出';
create index work_order_request on spine.work_order (request_id) where request_id is not null;

create function spine.refuse_approver_as_executor() returns trigger language plpgsql as $$
begin
  if exists (select from spine.request_approval a where a.request_id = new.request_id and a.form_version = new.form_version and a.state = 'approved' and a.decided_by = new.assignee_id) then
    raise exception '批准人不得办理同一申请' using errcode = 'check_violation', constraint = 'request_executor_is_no_approver';
  end if;
  return new;
end
$$;
comment on function spine.refuse_approver_as_executor is '职责分离：批准人不得办理同一申请';
create trigger request_executor_is_no_approver before update of assignee_id, state on spine.request
  for each row when (new.separates_duties and new.assignee_id is not null) execute function spine.refuse_approver_as_executor();
