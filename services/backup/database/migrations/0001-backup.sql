-- Backup: runs, the catalogue of archives that they wrote, what reading them back proved, and how long they are kept.
-- What was written and what was proven are facts: they are added and never changed.

create schema backup;
comment on schema backup is '数据备份处理';

create table backup.policy (
  policy_id uuid primary key,
  version text not null unique,
  title text not null,
  sm3 text not null,
  file_name text not null,
  loaded_at timestamptz not null,
  loaded_by uuid references platform.user_account,
  loaded_by_name text not null
);
comment on table backup.policy is '综合事务中心的统一备份要求（合同 M7-03），只增不改；没有一份时如实标注缺失';
comment on column backup.policy.policy_id is '要求标识';
comment on column backup.policy.version is '版本';
comment on column backup.policy.title is '名称';
comment on column backup.policy.sm3 is '文件的 SM3 摘要';
comment on column backup.policy.file_name is '文件名';
comment on column backup.policy.loaded_at is '载入时间';
comment on column backup.policy.loaded_by is '载入人';
comment on column backup.policy.loaded_by_name is '载入人姓名';
create trigger policy_is_append_only before update or delete on backup.policy for each row execute function platform.refuse_change();

create table backup.escrow_key (
  escrow_id text primary key,
  salt text not null,
  sealed text not null,
  made_at timestamptz not null,
  made_by uuid references platform.user_account,
  made_by_name text not null
);
comment on table backup.escrow_key is '托管密钥：由托管口令导出，主密钥丢失时用它打开归档；口令本身不在库中，只增不改';
comment on column backup.escrow_key.escrow_id is '托管密钥编号';
comment on column backup.escrow_key.salt is '由口令导出密钥所用的盐';
comment on column backup.escrow_key.sealed is '以主密钥加密的托管密钥，每日备份时使用';
comment on column backup.escrow_key.made_at is '生成时间';
comment on column backup.escrow_key.made_by is '生成人';
comment on column backup.escrow_key.made_by_name is '生成人姓名';
create trigger escrow_key_is_append_only before update or delete on backup.escrow_key for each row execute function platform.refuse_change();

create table backup.run (
  run_id uuid primary key,
  number text not null unique,
  source_key text not null,
  source_title text not null,
  subsystem text not null,
  component_id uuid references spine.component,
  work_order_id uuid references spine.work_order,
  state text not null check (state in ('running', 'done', 'failed', 'unchecked')),
  object_name text not null,
  raw_bytes bigint not null default 0,
  problem text not null default '',
  log text not null default '',
  started_at timestamptz not null,
  heartbeat_at timestamptz not null,
  ended_at timestamptz
);
comment on table backup.run is '备份作业：对一个备份对象的一次备份';
comment on column backup.run.run_id is '作业标识';
comment on column backup.run.number is '编号';
comment on column backup.run.source_key is '备份对象';
comment on column backup.run.source_title is '备份对象名称';
comment on column backup.run.subsystem is '子系统；centre 为运维中心自身';
comment on column backup.run.component_id is '登记的备份集';
comment on column backup.run.work_order_id is '所属工单';
comment on column backup.run.state is '状态：进行中、成功、失败、未检（缺工具等）';
comment on column backup.run.object_name is '归档在存储中的名称';
comment on column backup.run.raw_bytes is '已导出的字节数（压缩前）';
comment on column backup.run.problem is '失败或未检的原因与处置';
comment on column backup.run.log is '作业日志';
comment on column backup.run.started_at is '开始时间';
comment on column backup.run.heartbeat_at is '最近一次报告仍在进行的时间';
comment on column backup.run.ended_at is '结束时间';
create unique index run_one_at_a_time on backup.run (source_key) where state = 'running';
create index run_source on backup.run (source_key, started_at desc);
create index run_work_order on backup.run (work_order_id);

create table backup.archive (
  archive_id uuid primary key references backup.run,
  source_key text not null,
  source_title text not null,
  subsystem text not null,
  content text not null check (content in ('postgres-custom', 'sql', 'files', 'keys')),
  engine text not null,
  server_version text not null,
  tool text not null,
  tool_version text not null,
  storage text not null,
  object_name text not null unique,
  bytes bigint not null,
  raw_bytes bigint not null,
  sm3 text not null,
  key_id text not null,
  escrow_id text references backup.escrow_key,
  table_count integer not null,
  row_count bigint not null,
  tally jsonb not null,
  structure_sm3 text not null,
  policy_version text,
  snapshot_at timestamptz not null,
  started_at timestamptz not null,
  ended_at timestamptz not null
);
comment on table backup.archive is '备份目录：写成的每份归档，只增不改';
comment on column backup.archive.archive_id is '归档标识，与写它的作业相同';
comment on column backup.archive.source_key is '备份对象';
comment on column backup.archive.source_title is '备份对象名称';
comment on column backup.archive.subsystem is '子系统；centre 为运维中心自身';
comment on column backup.archive.content is '内容：PostgreSQL 归档、SQL、文件、密钥';
comment on column backup.archive.engine is '数据库种类';
comment on column backup.archive.server_version is '服务器版本';
comment on column backup.archive.tool is '所用工具';
comment on column backup.archive.tool_version is '工具版本';
comment on column backup.archive.storage is '存储位置';
comment on column backup.archive.object_name is '在存储中的名称';
comment on column backup.archive.bytes is '归档字节数';
comment on column backup.archive.raw_bytes is '压缩前字节数';
comment on column backup.archive.sm3 is '归档文件的 SM3 摘要';
comment on column backup.archive.key_id is '封存归档密钥的主密钥编号；空串为只能用托管口令打开';
comment on column backup.archive.escrow_id is '可打开它的托管密钥';
comment on column backup.archive.table_count is '表数（文件类为目录数）';
comment on column backup.archive.row_count is '总行数（文件类为文件数）';
comment on column backup.archive.tally is '导出时同一快照内各表行数、内容摘要、结构摘要与业务场景答案';
comment on column backup.archive.structure_sm3 is '结构摘要';
comment on column backup.archive.policy_version is '所依据的统一备份要求版本；空为未提供';
comment on column backup.archive.snapshot_at is '数据所属的时刻';
comment on column backup.archive.started_at is '开始时间';
comment on column backup.archive.ended_at is '写成时间';
create index archive_source on backup.archive (source_key, snapshot_at desc);
create trigger archive_is_append_only before update or delete on backup.archive for each row execute function platform.refuse_change();

create table backup.remote_target (
  remote_target_id uuid primary key,
  title text not null,
  settings jsonb not null,
  secrets_sealed text not null,
  set_at timestamptz not null,
  set_by_name text not null,
  is_retired boolean not null default false
);
comment on table backup.remote_target is '异地存储：以 SFTP 到达的目录';
comment on column backup.remote_target.remote_target_id is '异地存储标识';
comment on column backup.remote_target.title is '名称';
comment on column backup.remote_target.settings is '地址、账户、目录与主机密钥指纹';
comment on column backup.remote_target.secrets_sealed is '加密的口令或私钥';
comment on column backup.remote_target.set_at is '登记时间';
comment on column backup.remote_target.set_by_name is '登记人姓名';
comment on column backup.remote_target.is_retired is '是否停用';

create table backup.archive_copy (
  archive_id uuid not null references backup.archive,
  remote_target_id uuid not null references backup.remote_target,
  sm3 text not null,
  copied_at timestamptz not null,
  primary key (archive_id, remote_target_id)
);
comment on table backup.archive_copy is '异地副本：写到异地后读回核对过摘要的归档，只增不改';
comment on column backup.archive_copy.archive_id is '归档';
comment on column backup.archive_copy.remote_target_id is '异地存储';
comment on column backup.archive_copy.sm3 is '从异地读回的字节的 SM3 摘要';
comment on column backup.archive_copy.copied_at is '核对完成时间';
create trigger archive_copy_is_append_only before update or delete on backup.archive_copy for each row execute function platform.refuse_change();

create table backup.verification (
  verification_id uuid primary key,
  archive_id uuid not null references backup.archive,
  work_order_id uuid references spine.work_order,
  level integer not null check (level between 1 and 4),
  verdict text not null check (verdict in ('passed', 'failed', 'unchecked')),
  lines jsonb not null,
  storage text not null,
  rto_seconds double precision,
  rpo_seconds double precision,
  started_at timestamptz not null,
  ended_at timestamptz not null
);
comment on table backup.verification is '备份检查：从存储读回一份归档所证明的，只增不改';
comment on column backup.verification.verification_id is '检查标识';
comment on column backup.verification.archive_id is '归档';
comment on column backup.verification.work_order_id is '所属工单';
comment on column backup.verification.level is '级别：1 在位、2 可读、3 可恢复、4 计时演练';
comment on column backup.verification.verdict is '结论：通过、不通过、未检';
comment on column backup.verification.lines is '逐条结果';
comment on column backup.verification.storage is '从哪里读回';
comment on column backup.verification.rto_seconds is '实测恢复用时（秒）';
comment on column backup.verification.rpo_seconds is '实测数据丢失窗口（秒）';
comment on column backup.verification.started_at is '开始时间';
comment on column backup.verification.ended_at is '结束时间';
create index verification_archive on backup.verification (archive_id, ended_at desc);
create index verification_work_order on backup.verification (work_order_id);
create trigger verification_is_append_only before update or delete on backup.verification for each row execute function platform.refuse_change();

create table backup.legal_hold (
  legal_hold_id uuid primary key,
  archive_id uuid not null references backup.archive,
  reason text not null check (length(reason) >= 4),
  set_at timestamptz not null,
  set_by uuid references platform.user_account,
  set_by_name text not null,
  released_at timestamptz,
  released_by_name text
);
comment on table backup.legal_hold is '留存保全：因审计、诉讼等不得按期删除的归档';
comment on column backup.legal_hold.legal_hold_id is '保全标识';
comment on column backup.legal_hold.archive_id is '归档';
comment on column backup.legal_hold.reason is '理由';
comment on column backup.legal_hold.set_at is '设置时间';
comment on column backup.legal_hold.set_by is '设置人';
comment on column backup.legal_hold.set_by_name is '设置人姓名';
comment on column backup.legal_hold.released_at is '解除时间';
comment on column backup.legal_hold.released_by_name is '解除人姓名';
create unique index legal_hold_live on backup.legal_hold (archive_id) where released_at is null;

create table backup.removal (
  archive_id uuid primary key references backup.archive,
  reason text not null,
  removed_at timestamptz not null
);
comment on table backup.removal is '到期删除：按保留规则从存储中删除的归档，只增不改；目录中的记录留存';
comment on column backup.removal.archive_id is '归档';
comment on column backup.removal.reason is '理由';
comment on column backup.removal.removed_at is '删除时间';
create trigger removal_is_append_only before update or delete on backup.removal for each row execute function platform.refuse_change();

create table backup.scratch_copy (
  scratch_copy_id uuid primary key,
  archive_id uuid not null references backup.archive,
  work_order_id uuid references spine.work_order,
  folder text not null,
  connection_sealed text,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  removed_at timestamptz
);
comment on table backup.scratch_copy is '恢复副本：从归档恢复到私有实例的一份临时数据，到期即删';
comment on column backup.scratch_copy.scratch_copy_id is '副本标识';
comment on column backup.scratch_copy.archive_id is '归档';
comment on column backup.scratch_copy.work_order_id is '所属工单';
comment on column backup.scratch_copy.folder is '数据目录';
comment on column backup.scratch_copy.connection_sealed is '加密的连接方式';
comment on column backup.scratch_copy.made_at is '开始时间';
comment on column backup.scratch_copy.expires_at is '到期时间';
comment on column backup.scratch_copy.removed_at is '删除时间';
