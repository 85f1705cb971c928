-- What an officer may do on the mobile client is a right of its own, beside the roles of the web pages: it is given and
-- taken by orders of its own, and the client's endpoints ask for it.
create table enforcement.app_account (
  username text primary key,
  state text not null default 'active' check (state in ('active', 'suspended', 'closed')),
  version integer not null default 1,
  last_used_at timestamptz
);
comment on table enforcement.app_account is '移动执法账号';
comment on column enforcement.app_account.username is '账号（与网页用户名相同）';
comment on column enforcement.app_account.state is '状态：启用、停用、注销';
comment on column enforcement.app_account.version is '修改次数';
comment on column enforcement.app_account.last_used_at is '最近一次登录移动端的时间';

create table enforcement.app_right (
  username text not null references enforcement.app_account,
  app_function text not null check (app_function in ('tasks', 'check-sheets', 'sync')),
  valid_until timestamptz,
  granted_at timestamptz not null,
  primary key (username, app_function)
);
comment on table enforcement.app_right is '移动执法功能授权';
comment on column enforcement.app_right.username is '账号';
comment on column enforcement.app_right.app_function is '功能：检查任务、检查单、离线同步';
comment on column enforcement.app_right.valid_until is '有效期截止时间，空为长期';
comment on column enforcement.app_right.granted_at is '授予时间';

-- Officers of an installation that is brought up to date keep what they could do until now.
insert into enforcement.app_account (username) select distinct username from enforcement.officer where username is not null;
insert into enforcement.app_right (username, app_function, granted_at) select a.username, f.app_function, now() from enforcement.app_account a, (values ('tasks'), ('check-sheets'), ('sync')) f (app_function);
