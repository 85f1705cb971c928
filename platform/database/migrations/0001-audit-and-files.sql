-- Every act leaves an audit line that nobody can change, and every received or written file is known by its content hash.

create table platform.audit_entry (
  audit_entry_id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('person', 'system', 'nobody')),
  user_id uuid,
  actor_name text not null,
  action text not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  object_kind text,
  object_id text,
  reason text,
  address text,
  trace_id text not null,
  details jsonb not null default '{}'
);
comment on table platform.audit_entry is '审计记录，只增不改';
comment on column platform.audit_entry.audit_entry_id is '审计序号';
comment on column platform.audit_entry.at is '发生时间';
comment on column platform.audit_entry.actor_kind is '操作者类别：人员、系统、未登录';
comment on column platform.audit_entry.user_id is '操作用户';
comment on column platform.audit_entry.actor_name is '操作者名称（当时）';
comment on column platform.audit_entry.action is '动作';
comment on column platform.audit_entry.outcome is '结果：完成、拒绝、失败';
comment on column platform.audit_entry.object_kind is '对象类别';
comment on column platform.audit_entry.object_id is '对象编号';
comment on column platform.audit_entry.reason is '拒绝或失败的原因';
comment on column platform.audit_entry.address is '来源地址';
comment on column platform.audit_entry.trace_id is '追踪号';
comment on column platform.audit_entry.details is '补充内容（不含口令与个人敏感信息）';
create index audit_entry_at on platform.audit_entry (at desc);
create index audit_entry_user on platform.audit_entry (user_id, at desc);
create index audit_entry_action on platform.audit_entry (action, at desc);

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% 只允许新增，不允许修改或删除', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end
$$;
comment on function platform.refuse_change is '只增表的守卫：拒绝修改、删除与清空';

create trigger audit_entry_is_append_only before update or delete on platform.audit_entry
  for each row execute function platform.refuse_change();
create trigger audit_entry_is_not_truncated before truncate on platform.audit_entry
  for each statement execute function platform.refuse_change();

create table platform.file (
  sm3 text primary key check (sm3 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  media_type text not null,
  file_name text not null,
  stored_at timestamptz not null,
  stored_by uuid
);
comment on table platform.file is '文件登记，内容按 SM3 摘要存放在数据目录';
comment on column platform.file.sm3 is '内容的 SM3 摘要';
comment on column platform.file.bytes is '字节数';
comment on column platform.file.media_type is '媒体类型';
comment on column platform.file.file_name is '首次存入时的文件名';
comment on column platform.file.stored_at is '存入时间';
comment on column platform.file.stored_by is '存入人';
