-- Who approves and what one person may not hold together change by versions: proposed by one person, approved by another, from
-- a day on. What was in force on any day stays known, and what was submitted before keeps the way that it was given.

create table access_adjustment.rule_version (
  rule_version_id uuid primary key,
  subsystem text not null default '',
  version integer not null check (version > 0),
  effective_on date not null,
  ordinary jsonb not null,
  privileged jsonb not null,
  exclusions jsonb not null,
  reason text not null check (length(reason) >= 4),
  state text not null check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
  proposed_at timestamptz not null,
  proposed_by uuid references platform.user_account,
  proposed_by_name text not null,
  decided_at timestamptz,
  decided_by uuid references platform.user_account,
  decided_by_name text not null default '',
  note text not null default '',
  unique (subsystem, version),
  constraint rule_version_four_eyes check (state = 'withdrawn' or decided_by <> proposed_by),
  constraint rule_version_is_decided check ((state = 'proposed') = (decided_at is null))
);
comment on table access_adjustment.rule_version is '审批与分离规则的版本：审批路线与职责分离规则，一人提出、另一人批准，自生效日期起用于此后提交的单据';
comment on column access_adjustment.rule_version.rule_version_id is '版本标识';
comment on column access_adjustment.rule_version.subsystem is '子系统，空为通用';
comment on column access_adjustment.rule_version.version is '版次，在各子系统内递增';
comment on column access_adjustment.rule_version.effective_on is '生效日期';
comment on column access_adjustment.rule_version.ordinary is '一般权限的审批步骤：名称、角色、逾期退回的工作日数；空为用通用路线';
comment on column access_adjustment.rule_version.privileged is '特权的审批步骤；空为用通用路线';
comment on column access_adjustment.rule_version.exclusions is '职责分离规则：一人不得同时持有的两个角色、名称、依据；子系统的与通用的一并适用';
comment on column access_adjustment.rule_version.reason is '理由';
comment on column access_adjustment.rule_version.state is '状态：待批准、已批准、不批准、已撤回';
comment on column access_adjustment.rule_version.proposed_at is '提出时间';
comment on column access_adjustment.rule_version.proposed_by is '提出人，空为随产品提供';
comment on column access_adjustment.rule_version.proposed_by_name is '提出人姓名';
comment on column access_adjustment.rule_version.decided_at is '批准、不批准或撤回的时间';
comment on column access_adjustment.rule_version.decided_by is '批准人，不得为提出人';
comment on column access_adjustment.rule_version.decided_by_name is '批准人姓名';
comment on column access_adjustment.rule_version.note is '批准意见';
create unique index rule_version_one_proposal on access_adjustment.rule_version (subsystem) where state = 'proposed';
create index rule_version_in_force on access_adjustment.rule_version (subsystem, effective_on desc, version desc) where state = 'approved';

create function access_adjustment.keep_rule_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception '规则版本只允许新增'; end if;
  if old.state <> 'proposed' or (new.subsystem, new.version, new.effective_on, new.ordinary, new.privileged, new.exclusions, new.reason, new.proposed_by) is distinct from (old.subsystem, old.version, old.effective_on, old.ordinary, old.privileged, old.exclusions, old.reason, old.proposed_by) then
    raise exception '规则版本的内容不能修改，请提出新版本';
  end if;
  return new;
end $$;
comment on function access_adjustment.keep_rule_version() is '规则版本提出之后内容不变，只能批准、不批准或撤回一次';
create trigger rule_version_is_kept before update or delete on access_adjustment.rule_version for each row execute function access_adjustment.keep_rule_version();

insert into access_adjustment.rule_version (rule_version_id, subsystem, version, effective_on, ordinary, privileged, exclusions, reason, state, proposed_at, proposed_by_name, decided_at)
select gen_random_uuid(), s.subsystem, 1, '2000-01-01',
  coalesce((select jsonb_agg(jsonb_build_object('title', r.title, 'roleCode', r.role_code, 'expiresAfterWorkingDays', r.expires_after_working_days) order by r.step) from access_adjustment.approval_route r where r.subsystem = s.subsystem and r.privilege = 'ordinary'), '[]'),
  coalesce((select jsonb_agg(jsonb_build_object('title', r.title, 'roleCode', r.role_code, 'expiresAfterWorkingDays', r.expires_after_working_days) order by r.step) from access_adjustment.approval_route r where r.subsystem = s.subsystem and r.privilege = 'privileged'), '[]'),
  coalesce((select jsonb_agg(jsonb_build_object('oneRole', e.one_role, 'otherRole', e.other_role, 'title', e.title, 'basis', e.basis) order by e.exclusion_rule_id) from access_adjustment.exclusion_rule e where e.subsystem = s.subsystem), '[]'),
  '随产品提供的规则', 'approved', '2000-01-01T00:00:00+08:00', '随产品提供', '2000-01-01T00:00:00+08:00'
from (select subsystem from access_adjustment.approval_route union select subsystem from access_adjustment.exclusion_rule) s;

drop table access_adjustment.approval_route;
drop table access_adjustment.exclusion_rule;
