-- Data exports: saved queries with approved versions, each export from its order to its destruction, who fetched it, and what a re-run gave.

create table data_maintenance.export_query (
  export_query_id uuid primary key,
  code text not null unique,
  title text not null,
  purpose text not null check (purpose in ('periodic', 'analysis')),
  obligation text,
  subsystem text not null,
  component_id uuid not null references spine.component,
  format text not null check (format in ('xlsx', 'csv')),
  receiver_id uuid references platform.user_account,
  receiver_unit text not null default '',
  keep_days integer not null check (keep_days between 1 and 365),
  is_retired boolean not null default false,
  version integer not null default 1,
  made_at timestamptz not null,
  made_by uuid references platform.user_account,
  made_by_name text not null
);
create unique index export_query_one_per_duty on data_maintenance.export_query (obligation, subsystem) where obligation is not null and not is_retired;
comment on table data_maintenance.export_query is '保存的查询：定期导出与统计分析按它重做';
comment on column data_maintenance.export_query.export_query_id is '查询标识';
comment on column data_maintenance.export_query.code is '编号';
comment on column data_maintenance.export_query.title is '名称';
comment on column data_maintenance.export_query.purpose is '用途：定期导出、统计分析';
comment on column data_maintenance.export_query.obligation is '所履行的定期条款（M5-03、M5-04），统计分析为空';
comment on column data_maintenance.export_query.subsystem is '子系统';
comment on column data_maintenance.export_query.component_id is '目标数据库（部件）';
comment on column data_maintenance.export_query.format is '定期导出的文件格式';
comment on column data_maintenance.export_query.receiver_id is '定期导出的接收人';
comment on column data_maintenance.export_query.receiver_unit is '接收人单位';
comment on column data_maintenance.export_query.keep_days is '文件保留天数';
comment on column data_maintenance.export_query.is_retired is '已停用';
comment on column data_maintenance.export_query.version is '版本号，防止同时修改';
comment on column data_maintenance.export_query.made_at is '建立时间';
comment on column data_maintenance.export_query.made_by is '建立人';
comment on column data_maintenance.export_query.made_by_name is '建立人姓名';

create table data_maintenance.export_query_version (
  export_query_id uuid not null references data_maintenance.export_query,
  query_version integer not null check (query_version > 0),
  script text not null,
  parameters jsonb not null,
  columns jsonb not null,
  key_columns text[] not null,
  figure_columns text[] not null,
  note text not null,
  state text not null check (state in ('waiting', 'approved', 'refused')),
  made_at timestamptz not null,
  made_by uuid references platform.user_account,
  made_by_name text not null,
  decided_at timestamptz,
  decided_by uuid references platform.user_account,
  decided_by_name text not null default '',
  decision_note text not null default '',
  primary key (export_query_id, query_version),
  check (decided_by is null or decided_by <> made_by)
);
comment on table data_maintenance.export_query_version is '保存的查询的各版：文本、参数、固定的列，经另一人批准后使用';
comment on column data_maintenance.export_query_version.export_query_id is '查询';
comment on column data_maintenance.export_query_version.query_version is '版次';
comment on column data_maintenance.export_query_version.script is '查询语句，参数写作 :名称';
comment on column data_maintenance.export_query_version.parameters is '参数：名称、标题、类型';
comment on column data_maintenance.export_query_version.columns is '固定的列：名称与类型，不符即停';
comment on column data_maintenance.export_query_version.key_columns is '与上期比对时认行的列';
comment on column data_maintenance.export_query_version.figure_columns is '关键数字的列，求和与上期比';
comment on column data_maintenance.export_query_version.note is '改动说明';
comment on column data_maintenance.export_query_version.state is '状态：待批准、已批准、未批准';
comment on column data_maintenance.export_query_version.made_at is '编写时间';
comment on column data_maintenance.export_query_version.made_by is '编写人';
comment on column data_maintenance.export_query_version.made_by_name is '编写人姓名';
comment on column data_maintenance.export_query_version.decided_at is '批准时间';
comment on column data_maintenance.export_query_version.decided_by is '批准人';
comment on column data_maintenance.export_query_version.decided_by_name is '批准人姓名';
comment on column data_maintenance.export_query_version.decision_note is '批准意见';

create table data_maintenance.export_band (
  export_query_id uuid not null references data_maintenance.export_query,
  effective_on date not null,
  percent integer not null check (percent between 1 and 1000),
  reason text not null,
  set_at timestamptz not null,
  set_by_name text not null,
  primary key (export_query_id, effective_on)
);
comment on table data_maintenance.export_band is '行数与关键数字相对上期的合理范围，自生效日起用';
comment on column data_maintenance.export_band.export_query_id is '查询';
comment on column data_maintenance.export_band.effective_on is '生效日期';
comment on column data_maintenance.export_band.percent is '允许的增减（百分之）';
comment on column data_maintenance.export_band.reason is '理由';
comment on column data_maintenance.export_band.set_at is '设定时间';
comment on column data_maintenance.export_band.set_by_name is '设定人姓名';

create table data_maintenance.data_export (
  data_export_id uuid primary key,
  number text not null,
  title text not null,
  request_id uuid references spine.request,
  form_version integer,
  work_order_id uuid not null references spine.work_order,
  export_query_id uuid references data_maintenance.export_query,
  query_version integer,
  period_key text,
  component_id uuid not null references spine.component,
  subsystem text not null,
  purpose text not null check (purpose in ('export', 'analysis', 'periodic')),
  format text not null check (format in ('xlsx', 'csv')),
  state text not null check (state in ('waiting', 'generating', 'held', 'generated', 'received', 'expired', 'destroyed', 'refused')),
  reason text not null default '',
  query_sm3 text not null,
  approved_rows bigint,
  tolerance bigint not null default 0,
  row_count bigint,
  rows_sm3 text,
  column_list jsonb not null default '[]',
  figures jsonb not null default '{}',
  comparison jsonb,
  file_name text,
  bytes bigint,
  file_sm3 text,
  file_sha256 text,
  stored_sm3 text,
  sealed_key text,
  receiver_id uuid not null references platform.user_account,
  receiver_name text not null,
  receiver_unit text not null,
  keep_days integer not null check (keep_days between 1 and 365),
  ordered_by uuid references platform.user_account,
  ordered_by_name text not null,
  made_at timestamptz not null,
  generated_at timestamptz,
  took_ms integer,
  confirmed_at timestamptz,
  confirmed_by_name text not null default '',
  confirmed_reason text not null default '',
  expires_at timestamptz,
  received_at timestamptz,
  file_evidence_id uuid,
  result_evidence_id uuid,
  receipt_evidence_id uuid,
  receipt_note text not null default '',
  destroyed_at timestamptz,
  copies_destroyed_at timestamptz,
  copies_note text not null default ''
);
create unique index data_export_one_of_a_request on data_maintenance.data_export (request_id) where request_id is not null and state <> 'refused';
create unique index data_export_one_of_a_period on data_maintenance.data_export (export_query_id, period_key) where period_key is not null and state <> 'refused';
create index data_export_made_at on data_maintenance.data_export (made_at desc);
create index data_export_expires_at on data_maintenance.data_export (expires_at) where state in ('generated', 'received', 'expired');
comment on table data_maintenance.data_export is '数据导出：从生成到销毁';
comment on column data_maintenance.data_export.data_export_id is '导出标识';
comment on column data_maintenance.data_export.number is '编号，需求单号，或查询编号与期间';
comment on column data_maintenance.data_export.title is '内容';
comment on column data_maintenance.data_export.request_id is '需求单，定期导出为空';
comment on column data_maintenance.data_export.form_version is '需求单版次';
comment on column data_maintenance.data_export.work_order_id is '生成工单';
comment on column data_maintenance.data_export.export_query_id is '所用的保存的查询';
comment on column data_maintenance.data_export.query_version is '查询版次';
comment on column data_maintenance.data_export.period_key is '定期导出的数据期间';
comment on column data_maintenance.data_export.component_id is '目标数据库（部件）';
comment on column data_maintenance.data_export.subsystem is '子系统';
comment on column data_maintenance.data_export.purpose is '类别：临时导出、统计分析、定期导出';
comment on column data_maintenance.data_export.format is '文件格式';
comment on column data_maintenance.data_export.state is '状态：待生成、生成中、待确认、已生成、已签收、已到期、已销毁、未生成';
comment on column data_maintenance.data_export.reason is '未生成或待确认的原因';
comment on column data_maintenance.data_export.query_sm3 is '所执行查询与参数的 SM3';
comment on column data_maintenance.data_export.approved_rows is '批准的行数，定期导出为空';
comment on column data_maintenance.data_export.tolerance is '允许相差的行数';
comment on column data_maintenance.data_export.row_count is '从文件读回的行数';
comment on column data_maintenance.data_export.rows_sm3 is '各行内容（脱敏后）的 SM3，重做时比对';
comment on column data_maintenance.data_export.column_list is '列：名称、类型、分类、脱敏方式';
comment on column data_maintenance.data_export.figures is '关键数字';
comment on column data_maintenance.data_export.comparison is '与上期的比对';
comment on column data_maintenance.data_export.file_name is '文件名';
comment on column data_maintenance.data_export.bytes is '文件字节数';
comment on column data_maintenance.data_export.file_sm3 is '文件的 SM3';
comment on column data_maintenance.data_export.file_sha256 is '文件的 SHA-256';
comment on column data_maintenance.data_export.stored_sm3 is '加密保存的文件的 SM3';
comment on column data_maintenance.data_export.sealed_key is '加密的文件密钥与打开口令，销毁后为空';
comment on column data_maintenance.data_export.receiver_id is '接收人';
comment on column data_maintenance.data_export.receiver_name is '接收人姓名';
comment on column data_maintenance.data_export.receiver_unit is '接收人单位';
comment on column data_maintenance.data_export.keep_days is '保留天数';
comment on column data_maintenance.data_export.ordered_by is '下达人';
comment on column data_maintenance.data_export.ordered_by_name is '下达人姓名';
comment on column data_maintenance.data_export.made_at is '下达时间';
comment on column data_maintenance.data_export.generated_at is '生成并读回的时间';
comment on column data_maintenance.data_export.took_ms is '用时（毫秒）';
comment on column data_maintenance.data_export.confirmed_at is '超出合理范围后确认的时间';
comment on column data_maintenance.data_export.confirmed_by_name is '确认人姓名';
comment on column data_maintenance.data_export.confirmed_reason is '确认理由';
comment on column data_maintenance.data_export.expires_at is '到期时间';
comment on column data_maintenance.data_export.received_at is '签收时间';
comment on column data_maintenance.data_export.file_evidence_id is '生成记录的证据';
comment on column data_maintenance.data_export.result_evidence_id is '统计结果的证据';
comment on column data_maintenance.data_export.receipt_evidence_id is '签收的证据';
comment on column data_maintenance.data_export.receipt_note is '签收说明';
comment on column data_maintenance.data_export.destroyed_at is '销毁并读回的时间';
comment on column data_maintenance.data_export.copies_destroyed_at is '接收人确认自留副本已销毁的时间';
comment on column data_maintenance.data_export.copies_note is '副本销毁说明';

create table data_maintenance.export_download (
  export_download_id uuid primary key,
  data_export_id uuid not null references data_maintenance.data_export,
  kind text not null check (kind in ('file', 'password')),
  happened_at timestamptz not null,
  user_id uuid not null references platform.user_account,
  user_name text not null,
  address text not null
);
create index export_download_data_export on data_maintenance.export_download (data_export_id, happened_at);
comment on table data_maintenance.export_download is '下载与查看口令的记录';
comment on column data_maintenance.export_download.export_download_id is '记录标识';
comment on column data_maintenance.export_download.data_export_id is '导出';
comment on column data_maintenance.export_download.kind is '类别：下载文件、查看口令';
comment on column data_maintenance.export_download.happened_at is '时间';
comment on column data_maintenance.export_download.user_id is '用户';
comment on column data_maintenance.export_download.user_name is '姓名';
comment on column data_maintenance.export_download.address is '地址';

create table data_maintenance.export_rerun (
  export_rerun_id uuid primary key,
  data_export_id uuid not null references data_maintenance.data_export,
  rerun_at timestamptz not null,
  rerun_by_name text not null,
  row_count bigint not null,
  rows_sm3 text not null,
  is_same boolean not null
);
create index export_rerun_data_export on data_maintenance.export_rerun (data_export_id, rerun_at);
comment on table data_maintenance.export_rerun is '按同一查询与参数重做的结果';
comment on column data_maintenance.export_rerun.export_rerun_id is '记录标识';
comment on column data_maintenance.export_rerun.data_export_id is '导出';
comment on column data_maintenance.export_rerun.rerun_at is '时间';
comment on column data_maintenance.export_rerun.rerun_by_name is '操作人姓名';
comment on column data_maintenance.export_rerun.row_count is '行数';
comment on column data_maintenance.export_rerun.rows_sm3 is '各行内容的 SM3';
comment on column data_maintenance.export_rerun.is_same is '与原结果一致';
