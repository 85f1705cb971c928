-- Data maintenance: what was looked at before a data order was approved, what its execution did on the target, and where the
-- images of the rows are. A committed change is known by the ledger in the target itself; this is the centre's account of it.

create schema data_maintenance;
comment on schema data_maintenance is '数据维护';

create table data_maintenance.order_check (
  request_id uuid not null references spine.request,
  kind text not null check (kind in ('review', 'trial', 'rehearsal', 'exception')),
  script_sm3 text not null,
  body jsonb not null,
  made_at timestamptz not null,
  made_by uuid references platform.user_account,
  made_by_name text not null,
  primary key (request_id, kind, script_sm3)
);
comment on table data_maintenance.order_check is '执行前的核对：审查结果、试运行、副本演练、免演练的记录，按内容摘要对应';
comment on column data_maintenance.order_check.request_id is '需求单';
comment on column data_maintenance.order_check.kind is '类别：审查、试运行、演练、免演练';
comment on column data_maintenance.order_check.script_sm3 is '所核对内容（目标、脚本、行数）的 SM3';
comment on column data_maintenance.order_check.body is '核对结果';
comment on column data_maintenance.order_check.made_at is '时间';
comment on column data_maintenance.order_check.made_by is '操作人，空为系统';
comment on column data_maintenance.order_check.made_by_name is '操作人姓名';

create table data_maintenance.data_execution (
  data_execution_id uuid primary key,
  request_id uuid not null references spine.request,
  form_version integer not null,
  work_order_id uuid not null references spine.work_order,
  component_id uuid not null references spine.component,
  subsystem text not null,
  undoes_id uuid references data_maintenance.data_execution,
  state text not null check (state in ('waiting', 'applying', 'applied', 'refused')),
  reason text not null default '',
  script_sm3 text not null,
  approved_rows integer not null check (approved_rows >= 0),
  affected_rows integer check (affected_rows >= 0),
  read_back jsonb,
  ordered_by uuid references platform.user_account,
  ordered_by_name text not null,
  made_at timestamptz not null,
  settled_at timestamptz,
  took_ms integer
);
create unique index data_execution_one_at_a_time on data_maintenance.data_execution (request_id) where state in ('waiting', 'applying', 'applied');
create unique index data_execution_undone_once on data_maintenance.data_execution (undoes_id) where state in ('waiting', 'applying', 'applied');
comment on table data_maintenance.data_execution is '需求单的执行：一张单只执行成功一次，一次执行只撤销一次';
comment on column data_maintenance.data_execution.data_execution_id is '执行标识，也是目标流水表里的标识';
comment on column data_maintenance.data_execution.request_id is '需求单';
comment on column data_maintenance.data_execution.form_version is '需求单版次';
comment on column data_maintenance.data_execution.work_order_id is '执行工单';
comment on column data_maintenance.data_execution.component_id is '目标数据库（部件）';
comment on column data_maintenance.data_execution.subsystem is '子系统';
comment on column data_maintenance.data_execution.undoes_id is '所撤销的执行';
comment on column data_maintenance.data_execution.state is '状态：待执行、执行中、已执行、未执行';
comment on column data_maintenance.data_execution.reason is '未执行的原因';
comment on column data_maintenance.data_execution.script_sm3 is '所执行内容的 SM3';
comment on column data_maintenance.data_execution.approved_rows is '批准的行数';
comment on column data_maintenance.data_execution.affected_rows is '实际影响的行数';
comment on column data_maintenance.data_execution.read_back is '提交之后读回比对的结果';
comment on column data_maintenance.data_execution.ordered_by is '执行人';
comment on column data_maintenance.data_execution.ordered_by_name is '执行人姓名';
comment on column data_maintenance.data_execution.made_at is '下达时间';
comment on column data_maintenance.data_execution.settled_at is '办结时间';
comment on column data_maintenance.data_execution.took_ms is '目标上用时（毫秒）';

create table data_maintenance.data_image (
  data_execution_id uuid not null references data_maintenance.data_execution,
  image_sm3 text not null,
  part integer not null check (part >= 0),
  file_sm3 text not null,
  image_rows integer not null check (image_rows >= 0),
  is_committed boolean not null default false,
  kept_at timestamptz not null,
  primary key (data_execution_id, image_sm3)
);
comment on table data_maintenance.data_image is '改动前后影像：提交之前先加密存好，提交之后按流水表认定哪一份有效';
comment on column data_maintenance.data_image.data_execution_id is '执行';
comment on column data_maintenance.data_image.image_sm3 is '影像明文的 SM3，与目标流水表一致';
comment on column data_maintenance.data_image.part is '批次，从 0 起';
comment on column data_maintenance.data_image.file_sm3 is '加密文件（SM4）的 SM3';
comment on column data_maintenance.data_image.image_rows is '影像行数';
comment on column data_maintenance.data_image.is_committed is '目标流水表已确认';
comment on column data_maintenance.data_image.kept_at is '存入时间';
