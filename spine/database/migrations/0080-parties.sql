-- Parties (当事各方): units and people on both sides, their numbers and mail addresses, who is on duty when, and whom to call next.
-- Numbers and mail addresses are personal data (个保法): only sealed text and a keyed digest are kept, so a copy of the database tells none.
-- Whoever swaps a shift does not approve the swap; that rule stands here, not in a program.

create table spine.unit (
  unit_id uuid primary key,
  kind text not null check (kind in ('client', 'operator', 'business-department', 'district', 'counterpart', 'supplier', 'enterprise', 'other')),
  title text not null unique check (title <> ''),
  note text not null default '',
  is_retired boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null,
  registered_by uuid references platform.user_account
);
comment on table spine.unit is '单位';
comment on column spine.unit.unit_id is '单位标识';
comment on column spine.unit.kind is '类别：甲方、乙方、业务部门、区县、共享交换对方、供应商、企业、其他';
comment on column spine.unit.title is '名称';
comment on column spine.unit.note is '备注';
comment on column spine.unit.is_retired is '不再往来';
comment on column spine.unit.version is '版本（用于防止互相覆盖）';
comment on column spine.unit.registered_at is '登记时间';
comment on column spine.unit.registered_by is '登记人';

create table spine.person (
  person_id uuid primary key,
  unit_id uuid not null references spine.unit,
  user_id uuid unique references platform.user_account,
  name text not null check (name <> ''),
  job_title text not null default '',
  state text not null default 'active' check (state in ('active', 'left', 'merged')),
  merged_into_id uuid references spine.person,
  note text not null default '',
  version integer not null default 1,
  registered_at timestamptz not null,
  registered_by uuid references platform.user_account,
  check ((state = 'merged') = (merged_into_id is not null)),
  check (merged_into_id <> person_id),
  check (state <> 'merged' or user_id is null)
);
comment on table spine.person is '人员';
comment on column spine.person.person_id is '人员标识';
comment on column spine.person.unit_id is '单位';
comment on column spine.person.user_id is '用户账号；没有账号的为空';
comment on column spine.person.name is '姓名〔个人信息〕';
comment on column spine.person.job_title is '职务';
comment on column spine.person.state is '状态：在岗、离岗、已合并';
comment on column spine.person.merged_into_id is '合并到；始终指向最终的那个人';
comment on column spine.person.note is '备注';
comment on column spine.person.version is '版本（用于防止互相覆盖）';
comment on column spine.person.registered_at is '登记时间';
comment on column spine.person.registered_by is '登记人';
create index person_unit on spine.person (unit_id, name);
create index person_name on spine.person (name);
create index person_merged_into on spine.person (merged_into_id) where merged_into_id is not null;

create table spine.person_event (
  person_event_id bigint generated always as identity primary key,
  person_id uuid not null references spine.person,
  at timestamptz not null,
  kind text not null check (kind in ('registered', 'changed', 'left', 'returned', 'merged', 'absorbed')),
  actor_id uuid,
  actor_name text not null,
  note text not null default '',
  details jsonb not null default '{}'
);
comment on table spine.person_event is '人员变动时间线，只增不改';
comment on column spine.person_event.person_event_id is '序号';
comment on column spine.person_event.person_id is '人员标识';
comment on column spine.person_event.at is '时间';
comment on column spine.person_event.kind is '事件';
comment on column spine.person_event.actor_id is '操作者';
comment on column spine.person_event.actor_name is '操作者名称';
comment on column spine.person_event.note is '说明';
comment on column spine.person_event.details is '变化内容，合并时含随之转移的号码标识';
create index person_event_person on spine.person_event (person_id, person_event_id);
create trigger person_event_is_append_only before update or delete on spine.person_event
  for each row execute function platform.refuse_change();

create table spine.contact (
  contact_id uuid primary key,
  kind text not null check (kind in ('phone', 'mail')),
  digest text,
  sealed text,
  label text not null default '',
  person_id uuid references spine.person,
  unit_id uuid references spine.unit,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  removed_at timestamptz,
  removal_reason text,
  version integer not null default 1,
  check (num_nonnulls(person_id, unit_id) <= 1),
  check ((removed_at is null) = (digest is not null)),
  check ((removed_at is null) = (sealed is not null)),
  check ((removed_at is null) = (removal_reason is null))
);
comment on table spine.contact is '号码与邮箱；不属于任何人的是未知号码';
comment on column spine.contact.contact_id is '号码标识；通话等记录以此引用，归属变更后自然随之';
comment on column spine.contact.kind is '类别：电话、邮箱';
comment on column spine.contact.digest is '查找用的带密钥摘要（HMAC-SM3），移除后为空';
comment on column spine.contact.sealed is '加密后的号码（SM4）〔个人信息〕，移除后为空';
comment on column spine.contact.label is '用途：手机、办公等';
comment on column spine.contact.person_id is '归属人员';
comment on column spine.contact.unit_id is '归属单位（公用号码）';
comment on column spine.contact.first_seen_at is '首次出现';
comment on column spine.contact.last_seen_at is '最近使用，保留期由此起算';
comment on column spine.contact.removed_at is '移除时间';
comment on column spine.contact.removal_reason is '移除原因';
comment on column spine.contact.version is '版本（用于防止互相覆盖）';
create unique index contact_digest on spine.contact (digest) where digest is not null;
create index contact_person on spine.contact (person_id) where person_id is not null;
create index contact_unit on spine.contact (unit_id) where unit_id is not null;
create index contact_seen on spine.contact (last_seen_at) where removed_at is null;

create table spine.contact_event (
  contact_event_id bigint generated always as identity primary key,
  contact_id uuid not null references spine.contact,
  at timestamptz not null,
  kind text not null check (kind in ('registered', 'attached', 'detached', 'moved', 'revealed', 'removed')),
  person_id uuid references spine.person,
  unit_id uuid references spine.unit,
  actor_id uuid,
  actor_name text not null,
  note text not null default ''
);
comment on table spine.contact_event is '号码的归属、查看与移除记录，只增不改，不含号码本身';
comment on column spine.contact_event.contact_event_id is '序号';
comment on column spine.contact_event.contact_id is '号码标识';
comment on column spine.contact_event.at is '时间';
comment on column spine.contact_event.kind is '事件：登记、归属、解除归属、随合并转移、查看、移除';
comment on column spine.contact_event.person_id is '此后（查看、移除时为当时）的归属人员';
comment on column spine.contact_event.unit_id is '此后（查看、移除时为当时）的归属单位';
comment on column spine.contact_event.actor_id is '操作者';
comment on column spine.contact_event.actor_name is '操作者名称';
comment on column spine.contact_event.note is '理由或说明';
create index contact_event_contact on spine.contact_event (contact_id, contact_event_id);
create trigger contact_event_is_append_only before update or delete on spine.contact_event
  for each row execute function platform.refuse_change();

create table spine.contact_retention (
  effective_on date primary key,
  keeps_months integer not null check (keeps_months between 1 and 120),
  reason text not null,
  set_at timestamptz not null,
  set_by uuid references platform.user_account,
  set_by_name text not null
);
comment on table spine.contact_retention is '号码保留期，自生效日起适用，只增不改';
comment on column spine.contact_retention.effective_on is '生效日期';
comment on column spine.contact_retention.keeps_months is '最近使用后保留的月数';
comment on column spine.contact_retention.reason is '理由';
comment on column spine.contact_retention.set_at is '设置时间';
comment on column spine.contact_retention.set_by is '设置人';
comment on column spine.contact_retention.set_by_name is '设置人名称';
create trigger contact_retention_is_append_only before update or delete on spine.contact_retention
  for each row execute function platform.refuse_change();

create table spine.roster (
  roster_id uuid primary key,
  kind text not null check (kind in ('hotline-5x8', 'monitoring-5x9', 'special-7x24')),
  title text not null,
  from_on date not null,
  to_on date not null,
  state text not null check (state in ('draft', 'published')),
  pattern jsonb,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid references platform.user_account,
  published_at timestamptz,
  published_by uuid references platform.user_account,
  check (from_on <= to_on),
  check ((state = 'published') = (published_at is not null))
);
comment on table spine.roster is '值班表';
comment on column spine.roster.roster_id is '值班表标识';
comment on column spine.roster.kind is '种类：热线 5×8、监控 5×9、特殊时期 7×24';
comment on column spine.roster.title is '名称';
comment on column spine.roster.from_on is '首日';
comment on column spine.roster.to_on is '末日';
comment on column spine.roster.state is '状态：草稿、已发布';
comment on column spine.roster.pattern is '生成时所用的轮班规则';
comment on column spine.roster.version is '版本（用于防止互相覆盖）';
comment on column spine.roster.created_at is '建立时间';
comment on column spine.roster.created_by is '建立人';
comment on column spine.roster.published_at is '发布时间';
comment on column spine.roster.published_by is '发布人';
create index roster_period on spine.roster (kind, from_on);

create table spine.shift (
  shift_id uuid primary key,
  roster_id uuid not null references spine.roster,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  role text not null check (role in ('primary', 'backup', 'leader')),
  person_id uuid not null references spine.person,
  taken_over_from_id uuid references spine.shift,
  cancelled_at timestamptz,
  version integer not null default 1,
  check (ends_at > starts_at)
);
comment on table spine.shift is '班次：一人在一段时间内的值班';
comment on column spine.shift.shift_id is '班次标识';
comment on column spine.shift.roster_id is '值班表';
comment on column spine.shift.starts_at is '开始';
comment on column spine.shift.ends_at is '结束；被接班时为接班时刻';
comment on column spine.shift.role is '角色：主班、备班、带班领导';
comment on column spine.shift.person_id is '值班人';
comment on column spine.shift.taken_over_from_id is '由哪个班次接班而来';
comment on column spine.shift.cancelled_at is '发布后取消的时间';
comment on column spine.shift.version is '版本（用于防止互相覆盖）';
create index shift_roster on spine.shift (roster_id, starts_at);
create index shift_time on spine.shift (starts_at, ends_at) where cancelled_at is null;
create index shift_person on spine.shift (person_id, starts_at);

create table spine.shift_event (
  shift_event_id bigint generated always as identity primary key,
  roster_id uuid not null references spine.roster,
  shift_id uuid references spine.shift,
  at timestamptz not null,
  kind text not null check (kind in ('published', 'added', 'changed', 'cancelled', 'swapped', 'taken-over', 'signed-in')),
  actor_id uuid,
  actor_name text not null,
  note text not null default ''
);
comment on table spine.shift_event is '值班表发布后的变动记录，只增不改';
comment on column spine.shift_event.shift_event_id is '序号';
comment on column spine.shift_event.roster_id is '值班表';
comment on column spine.shift_event.shift_id is '班次；整表的事件为空';
comment on column spine.shift_event.at is '时间';
comment on column spine.shift_event.kind is '事件：发布、加班次、改班次、取消、换班、接班、签到';
comment on column spine.shift_event.actor_id is '操作者';
comment on column spine.shift_event.actor_name is '操作者名称';
comment on column spine.shift_event.note is '说明';
create index shift_event_roster on spine.shift_event (roster_id, shift_event_id);
create trigger shift_event_is_append_only before update or delete on spine.shift_event
  for each row execute function platform.refuse_change();

create table spine.shift_attendance (
  shift_id uuid primary key references spine.shift,
  at timestamptz not null,
  place text not null check (place in ('on-site', 'remote')),
  note text not null default '',
  signed_by uuid not null references platform.user_account
);
comment on table spine.shift_attendance is '签到，只增不改';
comment on column spine.shift_attendance.shift_id is '班次';
comment on column spine.shift_attendance.at is '签到时间';
comment on column spine.shift_attendance.place is '地点：现场、远程';
comment on column spine.shift_attendance.note is '地点说明';
comment on column spine.shift_attendance.signed_by is '签到账号';
create trigger shift_attendance_is_append_only before update or delete on spine.shift_attendance
  for each row execute function platform.refuse_change();

create table spine.shift_swap (
  shift_swap_id uuid primary key,
  shift_id uuid not null references spine.shift,
  shift_version integer not null,
  counter_shift_id uuid references spine.shift,
  counter_shift_version integer,
  from_person_id uuid not null references spine.person,
  to_person_id uuid not null references spine.person,
  reason text not null,
  state text not null check (state in ('requested', 'accepted', 'declined', 'withdrawn', 'approved', 'rejected')),
  requested_at timestamptz not null,
  requested_by uuid not null references platform.user_account,
  answered_at timestamptz,
  answered_by uuid references platform.user_account,
  answer_note text not null default '',
  decided_at timestamptz,
  decided_by uuid references platform.user_account,
  decision_note text not null default '',
  version integer not null default 1,
  check (from_person_id <> to_person_id),
  check ((counter_shift_id is null) = (counter_shift_version is null)),
  check (answered_by is null or answered_by <> requested_by),
  check (decided_by is null or (decided_by <> requested_by and decided_by <> answered_by)),
  check (state not in ('accepted', 'approved', 'rejected') or answered_by is not null),
  check ((state in ('approved', 'rejected')) = (decided_by is not null))
);
comment on table spine.shift_swap is '换班：一人申请、对方同意、第三人批准';
comment on column spine.shift_swap.shift_swap_id is '换班标识';
comment on column spine.shift_swap.shift_id is '让出的班次';
comment on column spine.shift_swap.shift_version is '申请时班次的版本，变动后不再批准';
comment on column spine.shift_swap.counter_shift_id is '换回的班次；空为代班';
comment on column spine.shift_swap.counter_shift_version is '申请时换回班次的版本';
comment on column spine.shift_swap.from_person_id is '申请人';
comment on column spine.shift_swap.to_person_id is '对方';
comment on column spine.shift_swap.reason is '理由';
comment on column spine.shift_swap.state is '状态：待对方同意、待批准、对方不同意、已撤回、已批准、未批准';
comment on column spine.shift_swap.requested_at is '申请时间';
comment on column spine.shift_swap.requested_by is '申请账号';
comment on column spine.shift_swap.answered_at is '对方答复时间';
comment on column spine.shift_swap.answered_by is '对方账号';
comment on column spine.shift_swap.answer_note is '对方说明';
comment on column spine.shift_swap.decided_at is '批准时间';
comment on column spine.shift_swap.decided_by is '批准账号，不得为双方之一';
comment on column spine.shift_swap.decision_note is '批准说明';
comment on column spine.shift_swap.version is '版本（用于防止互相覆盖）';
create unique index shift_swap_open on spine.shift_swap (shift_id) where state in ('requested', 'accepted');
create index shift_swap_state on spine.shift_swap (state, requested_at desc);

create table spine.leave (
  leave_id uuid primary key,
  person_id uuid not null references spine.person,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  note text not null default '',
  registered_at timestamptz not null,
  registered_by uuid references platform.user_account,
  cancelled_at timestamptz,
  check (ends_at > starts_at)
);
comment on table spine.leave is '请假与不能值班的时间';
comment on column spine.leave.leave_id is '标识';
comment on column spine.leave.person_id is '人员';
comment on column spine.leave.starts_at is '开始';
comment on column spine.leave.ends_at is '结束';
comment on column spine.leave.note is '说明';
comment on column spine.leave.registered_at is '登记时间';
comment on column spine.leave.registered_by is '登记人';
comment on column spine.leave.cancelled_at is '撤销时间';
create index leave_person on spine.leave (person_id, starts_at) where cancelled_at is null;

create table spine.escalation_ladder (
  escalation_ladder_id uuid primary key,
  service text not null,
  subsystem text,
  priority text check (priority in ('p1', 'p2', 'p3', 'p4')),
  effective_on date not null,
  steps jsonb not null,
  reason text not null,
  set_at timestamptz not null,
  set_by uuid references platform.user_account,
  set_by_name text not null
);
comment on table spine.escalation_ladder is '升级阶梯，自生效日起适用，只增不改；没有步骤的是停用';
comment on column spine.escalation_ladder.escalation_ladder_id is '升级阶梯标识';
comment on column spine.escalation_ladder.service is '功能模块';
comment on column spine.escalation_ladder.subsystem is '子系统，空为全部';
comment on column spine.escalation_ladder.priority is '优先级，空为全部';
comment on column spine.escalation_ladder.effective_on is '生效日期';
comment on column spine.escalation_ladder.steps is '步骤：何时、找谁、经何渠道';
comment on column spine.escalation_ladder.reason is '理由';
comment on column spine.escalation_ladder.set_at is '设置时间';
comment on column spine.escalation_ladder.set_by is '设置人';
comment on column spine.escalation_ladder.set_by_name is '设置人名称';
create unique index escalation_ladder_scope on spine.escalation_ladder (service, coalesce(subsystem, ''), coalesce(priority, ''), effective_on);
create trigger escalation_ladder_is_append_only before update or delete on spine.escalation_ladder
  for each row execute function platform.refuse_change();
