-- Who may act: accounts, passwords, second factors, sessions, roles and who granted them.
-- 三权分立 is kept by a unique index, so that two grants at the same moment cannot slip past a check in the program.

create table platform.user_account (
  user_id uuid primary key,
  kind text not null default 'person' check (kind in ('person', 'service')),
  username text not null check (username ~ '^[a-zA-Z][a-zA-Z0-9._-]{2,31}$'),
  display_name text not null check (display_name <> ''),
  unit text not null default '',
  post text not null default '',
  phone text,
  email text,
  state text not null default 'active' check (state in ('active', 'suspended', 'closed')),
  state_reason text,
  password_hash text,
  password_changed_at timestamptz not null,
  must_change_password boolean not null default false,
  service_token_sm3 text unique check (service_token_sm3 ~ '^[0-9a-f]{64}$'),
  last_sign_in_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid references platform.user_account,
  updated_at timestamptz not null,
  updated_by uuid references platform.user_account,
  check ((kind = 'person') = (password_hash is not null)),
  check ((kind = 'service') = (service_token_sm3 is not null))
);
create unique index user_account_username on platform.user_account (lower(username));
comment on table platform.user_account is '用户账号';
comment on column platform.user_account.user_id is '用户编号';
comment on column platform.user_account.kind is '类别：人员、服务账号';
comment on column platform.user_account.username is '用户名，不区分大小写唯一';
comment on column platform.user_account.display_name is '姓名或名称';
comment on column platform.user_account.unit is '单位';
comment on column platform.user_account.post is '岗位';
comment on column platform.user_account.phone is '电话';
comment on column platform.user_account.email is '邮箱';
comment on column platform.user_account.state is '状态：正常、停用、注销';
comment on column platform.user_account.state_reason is '最近一次状态变更的原因';
comment on column platform.user_account.password_hash is '口令摘要，含算法、迭代次数与盐；服务账号为空';
comment on column platform.user_account.password_changed_at is '口令设置时间';
comment on column platform.user_account.must_change_password is '下次登录须更换口令';
comment on column platform.user_account.service_token_sm3 is '服务账号令牌的 SM3 摘要；人员为空';
comment on column platform.user_account.last_sign_in_at is '最近登录时间';
comment on column platform.user_account.version is '版本号，防止同时修改';
comment on column platform.user_account.created_at is '创建时间';
comment on column platform.user_account.created_by is '创建人';
comment on column platform.user_account.updated_at is '修改时间';
comment on column platform.user_account.updated_by is '修改人';

create table platform.password_history (
  password_history_id bigint generated always as identity primary key,
  user_id uuid not null references platform.user_account,
  password_hash text not null,
  set_at timestamptz not null
);
create index password_history_user on platform.password_history (user_id, password_history_id desc);
comment on table platform.password_history is '口令历史，用于禁止重复使用';
comment on column platform.password_history.password_history_id is '序号';
comment on column platform.password_history.user_id is '用户';
comment on column platform.password_history.password_hash is '口令摘要';
comment on column platform.password_history.set_at is '设置时间';

create table platform.sign_in_failure (
  subject text primary key,
  failures integer not null default 0,
  last_at timestamptz not null,
  blocked_until timestamptz
);
comment on table platform.sign_in_failure is '登录失败计数；按尝试的用户名记，不存在的用户名同样锁定，从应答看不出账号是否存在';
comment on column platform.sign_in_failure.subject is '对象：user: 加小写用户名，或 address: 加来源地址';
comment on column platform.sign_in_failure.failures is '连续失败次数';
comment on column platform.sign_in_failure.last_at is '最近失败时间';
comment on column platform.sign_in_failure.blocked_until is '拒绝登录到何时';

create table platform.role (
  role_code text primary key,
  title text not null,
  description text not null,
  exclusion_group text not null default '',
  requires_totp boolean not null default false,
  is_retired boolean not null default false,
  unique (role_code, exclusion_group)
);
comment on table platform.role is '角色';
comment on column platform.role.role_code is '角色代码';
comment on column platform.role.title is '角色名称';
comment on column platform.role.description is '角色说明';
comment on column platform.role.exclusion_group is '互斥组：同组角色一人至多持有一个，空为不互斥；three-powers 为三权分立';
comment on column platform.role.requires_totp is '是否须启用动态验证码后才生效';
comment on column platform.role.is_retired is '是否已停用（程序不再定义）';

create table platform.role_permission (
  role_code text not null references platform.role,
  permission text not null,
  primary key (role_code, permission)
);
comment on table platform.role_permission is '角色的权限';
comment on column platform.role_permission.role_code is '角色代码';
comment on column platform.role_permission.permission is '权限代码';

create table platform.role_grant (
  role_grant_id uuid primary key,
  user_id uuid not null references platform.user_account,
  role_code text not null,
  exclusion_group text not null,
  state text not null check (state in ('pending', 'active', 'refused', 'revoked', 'expired')),
  reason text not null,
  requested_by uuid references platform.user_account,
  requested_at timestamptz not null,
  decided_by uuid references platform.user_account,
  decided_at timestamptz,
  decision_reason text,
  valid_to date,
  -- The group is carried along by the key, so the index below always sees the role's present group.
  foreign key (role_code, exclusion_group) references platform.role (role_code, exclusion_group) on update cascade,
  constraint role_grant_not_to_oneself check (requested_by <> user_id),
  constraint role_grant_four_eyes check (state not in ('active', 'refused') or (decided_by <> requested_by and decided_by <> user_id) or requested_by is null)
);
create unique index role_grant_once on platform.role_grant (user_id, role_code) where state in ('pending', 'active');
create unique index role_grant_exclusive on platform.role_grant (user_id, exclusion_group) where state in ('pending', 'active') and exclusion_group <> '';
create index role_grant_state on platform.role_grant (state, requested_at desc);
comment on table platform.role_grant is '角色授予：申请、批准与收回';
comment on column platform.role_grant.role_grant_id is '授予编号';
comment on column platform.role_grant.user_id is '被授予的用户';
comment on column platform.role_grant.role_code is '角色代码';
comment on column platform.role_grant.exclusion_group is '角色的互斥组（随角色变化）';
comment on column platform.role_grant.state is '状态：待批准、有效、不批准、已收回、已到期';
comment on column platform.role_grant.reason is '申请原因';
comment on column platform.role_grant.requested_by is '申请人，空为系统初始化';
comment on column platform.role_grant.requested_at is '申请时间';
comment on column platform.role_grant.decided_by is '批准、不批准或收回的人';
comment on column platform.role_grant.decided_at is '批准、不批准或收回的时间';
comment on column platform.role_grant.decision_reason is '不批准或收回的原因';
comment on column platform.role_grant.valid_to is '有效期最后一日，空为长期';

create table platform.session (
  session_id uuid primary key,
  user_id uuid not null references platform.user_account,
  token_sm3 text not null unique check (token_sm3 ~ '^[0-9a-f]{64}$'),
  state text not null check (state in ('totp-pending', 'password-change-only', 'full')),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  user_agent text not null,
  ended_at timestamptz,
  end_reason text,
  check ((ended_at is null) = (end_reason is null))
);
create index session_of_user on platform.session (user_id, created_at desc);
comment on table platform.session is '登录会话，只存令牌的摘要';
comment on column platform.session.session_id is '会话编号';
comment on column platform.session.user_id is '用户';
comment on column platform.session.token_sm3 is '会话令牌的 SM3 摘要';
comment on column platform.session.state is '状态：待动态验证码、仅可更换口令、完全';
comment on column platform.session.created_at is '建立时间';
comment on column platform.session.last_seen_at is '最近活动时间';
comment on column platform.session.expires_at is '最晚到期时间';
comment on column platform.session.address is '来源地址';
comment on column platform.session.user_agent is '浏览器标识';
comment on column platform.session.ended_at is '结束时间';
comment on column platform.session.end_reason is '结束原因';

create table platform.totp_secret (
  user_id uuid primary key references platform.user_account,
  sealed_secret text not null,
  issued_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0
);
comment on table platform.totp_secret is '动态验证码密钥';
comment on column platform.totp_secret.user_id is '用户';
comment on column platform.totp_secret.sealed_secret is '加密后的密钥';
comment on column platform.totp_secret.issued_at is '申领时间';
comment on column platform.totp_secret.confirmed_at is '确认启用时间，空为未启用';
comment on column platform.totp_secret.last_step is '最近用过的时间步，防止重放';

create table platform.totp_recovery_code (
  user_id uuid not null references platform.totp_secret on delete cascade,
  code_sm3 text not null check (code_sm3 ~ '^[0-9a-f]{64}$'),
  used_at timestamptz,
  primary key (user_id, code_sm3)
);
comment on table platform.totp_recovery_code is '动态验证码的恢复码，每个只能用一次';
comment on column platform.totp_recovery_code.user_id is '用户';
comment on column platform.totp_recovery_code.code_sm3 is '恢复码的 SM3 摘要';
comment on column platform.totp_recovery_code.used_at is '使用时间';

create function platform.effective_role(whose uuid, on_date date) returns setof text language sql stable as $$
  select g.role_code
  from platform.role_grant g
  join platform.role r on r.role_code = g.role_code
  join platform.user_account a on a.user_id = g.user_id
  where g.user_id = whose and g.state = 'active' and (g.valid_to is null or g.valid_to >= on_date)
    and not r.is_retired and a.state = 'active'
    and (not r.requires_totp or a.kind = 'service'
      or exists (select from platform.totp_secret t where t.user_id = whose and t.confirmed_at is not null))
$$;
comment on function platform.effective_role is '某人在某日实际生效的角色：已批准、在有效期内；要求动态验证码的角色在启用前不生效';
