-- The register of what is operated: subsystems, their components, the connections that lead to them, and how available they are.

create table spine.subsystem (
  subsystem text primary key,
  contract_id uuid not null references spine.contract,
  code text not null,
  title text not null,
  position integer not null,
  url text
);
comment on table spine.subsystem is '子系统登记';
comment on column spine.subsystem.subsystem is '子系统代号';
comment on column spine.subsystem.contract_id is '所属合同';
comment on column spine.subsystem.code is '合同中的编号';
comment on column spine.subsystem.title is '名称';
comment on column spine.subsystem.position is '次序';
comment on column spine.subsystem.url is '访问地址';

create table spine.component (
  component_id uuid primary key,
  subsystem text not null references spine.subsystem,
  kind text not null check (kind in ('web-application', 'database', 'middleware', 'host', 'certificate', 'backup-set')),
  name text not null,
  title text not null,
  criticality text not null default 'normal' check (criticality in ('core', 'normal', 'auxiliary')),
  note text not null default '',
  is_retired boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null,
  registered_by uuid,
  unique (subsystem, name)
);
comment on table spine.component is '被管系统的部件';
comment on column spine.component.component_id is '部件标识';
comment on column spine.component.subsystem is '子系统';
comment on column spine.component.kind is '类别：应用、数据库、中间件、主机、证书、备份集';
comment on column spine.component.name is '代号';
comment on column spine.component.title is '名称';
comment on column spine.component.criticality is '重要程度：核心、一般、辅助';
comment on column spine.component.note is '备注';
comment on column spine.component.is_retired is '是否已退役';
comment on column spine.component.version is '版本（用于防止互相覆盖）';
comment on column spine.component.registered_at is '登记时间';
comment on column spine.component.registered_by is '登记人';

create table spine.connection (
  component_id uuid primary key references spine.component,
  connector text not null,
  settings jsonb not null,
  secrets_sealed text,
  secrets_changed_at timestamptz,
  limits jsonb not null default '{}',
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by uuid,
  tried_at timestamptz,
  tried_outcome text,
  tried_note text,
  tried_identity text,
  read_only_at timestamptz,
  read_only boolean,
  read_only_lines jsonb
);
comment on table spine.connection is '部件的连接方式；口令等以 SM4 加密存放，密钥文件在库外';
comment on column spine.connection.component_id is '部件标识';
comment on column spine.connection.connector is '连接器';
comment on column spine.connection.settings is '地址与选项';
comment on column spine.connection.secrets_sealed is '加密的凭据，只写不读';
comment on column spine.connection.secrets_changed_at is '凭据更换时间';
comment on column spine.connection.limits is '超时与开销上限';
comment on column spine.connection.version is '版本（用于防止互相覆盖）';
comment on column spine.connection.changed_at is '修改时间';
comment on column spine.connection.changed_by is '修改人';
comment on column spine.connection.tried_at is '最近一次试连时间';
comment on column spine.connection.tried_outcome is '最近一次试连结果';
comment on column spine.connection.tried_note is '试连说明：目标的应答或失败原因';
comment on column spine.connection.tried_identity is '目标自报的产品与版本';
comment on column spine.connection.read_only_at is '最近一次只读证明时间';
comment on column spine.connection.read_only is '账户是否只读';
comment on column spine.connection.read_only_lines is '只读证明逐条';

create table spine.allowed_address (
  entry text primary key,
  reason text not null,
  added_at timestamptz not null,
  added_by uuid
);
comment on table spine.allowed_address is '允许连接的地址清单（网段或主机，可带端口）；清单之外一律不连';
comment on column spine.allowed_address.entry is '地址';
comment on column spine.allowed_address.reason is '理由';
comment on column spine.allowed_address.added_at is '加入时间';
comment on column spine.allowed_address.added_by is '加入人';

create table spine.maintenance_window (
  maintenance_window_id uuid primary key,
  kind text not null check (kind in ('maintenance', 'freeze', 'special-period')),
  subsystem text references spine.subsystem,
  title text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  reason text not null,
  work_order_id uuid references spine.work_order,
  declared_at timestamptz not null,
  declared_by uuid,
  cancelled_at timestamptz,
  cancelled_by uuid,
  cancel_reason text
);
comment on table spine.maintenance_window is '时间窗：计划维护、封网、特殊时期';
comment on column spine.maintenance_window.maintenance_window_id is '时间窗标识';
comment on column spine.maintenance_window.kind is '类别：计划维护、封网、特殊时期';
comment on column spine.maintenance_window.subsystem is '子系统；空为全部';
comment on column spine.maintenance_window.title is '名称';
comment on column spine.maintenance_window.starts_at is '开始';
comment on column spine.maintenance_window.ends_at is '结束';
comment on column spine.maintenance_window.reason is '理由';
comment on column spine.maintenance_window.work_order_id is '相关工单';
comment on column spine.maintenance_window.declared_at is '登记时间';
comment on column spine.maintenance_window.declared_by is '登记人';
comment on column spine.maintenance_window.cancelled_at is '撤销时间；此前已经过去的部分仍然有效';
comment on column spine.maintenance_window.cancelled_by is '撤销人';
comment on column spine.maintenance_window.cancel_reason is '撤销理由';
create index maintenance_window_time on spine.maintenance_window (starts_at, ends_at);

create table spine.outage (
  outage_id uuid primary key,
  component_id uuid not null references spine.component,
  subsystem text not null references spine.subsystem,
  started_at timestamptz not null,
  ended_at timestamptz check (ended_at > started_at),
  reason text not null,
  cause text not null default 'undecided' check (cause in ('undecided', 'operator', 'client-or-cloud', 'planned')),
  cause_note text not null default '',
  cause_decided_by uuid,
  cause_decided_at timestamptz,
  finding_id uuid,
  version integer not null default 1
);
comment on table spine.outage is '中断：开始、结束与原因';
comment on column spine.outage.outage_id is '中断标识';
comment on column spine.outage.component_id is '部件';
comment on column spine.outage.subsystem is '子系统';
comment on column spine.outage.started_at is '开始';
comment on column spine.outage.ended_at is '结束；空为尚未恢复';
comment on column spine.outage.reason is '探测到的现象';
comment on column spine.outage.cause is '原因归属：待定、乙方、甲方或云、计划内';
comment on column spine.outage.cause_note is '归属说明';
comment on column spine.outage.cause_decided_by is '认定人';
comment on column spine.outage.cause_decided_at is '认定时间';
comment on column spine.outage.finding_id is '由此登记的隐患';
comment on column spine.outage.version is '版本（用于防止互相覆盖）';
create unique index outage_open on spine.outage (component_id) where ended_at is null;
create index outage_time on spine.outage (subsystem, started_at);
