-- Inspection: what is checked (catalogue, overrides), runs with their captured values, availability samples between runs,
-- and the papers made from them. Captured values, comments and signatures are facts: they are added and never changed.

create schema inspection;
comment on schema inspection is '日常定期巡检';

create table inspection.catalogue (
  sm3 text primary key,
  version text not null,
  document jsonb not null,
  first_used_at timestamptz not null
);
comment on table inspection.catalogue is '用过的检查目录全文（合同 M3-08：每份记录注明所依据的检查模板及版本），只增不改';
comment on column inspection.catalogue.sm3 is '目录内容的 SM3 摘要';
comment on column inspection.catalogue.version is '目录版本';
comment on column inspection.catalogue.document is '目录全文';
comment on column inspection.catalogue.first_used_at is '首次使用时间';
create trigger catalogue_is_append_only before update or delete on inspection.catalogue
  for each row execute function platform.refuse_change();

create table inspection.check_override (
  check_override_id uuid primary key,
  component_id uuid not null references spine.component,
  check_code text not null,
  warn double precision,
  critical double precision,
  reason text not null check (length(reason) >= 4),
  expires_on date not null,
  set_at timestamptz not null,
  set_by uuid references platform.user_account,
  set_by_name text not null,
  revoked_at timestamptz,
  revoked_by uuid references platform.user_account,
  check (warn is not null or critical is not null)
);
comment on table inspection.check_override is '个别部件的阈值调整，须有理由和失效日';
comment on column inspection.check_override.check_override_id is '调整标识';
comment on column inspection.check_override.component_id is '部件';
comment on column inspection.check_override.check_code is '检查项编号';
comment on column inspection.check_override.warn is '关注阈值；空为不调整';
comment on column inspection.check_override.critical is '异常阈值；空为不调整';
comment on column inspection.check_override.reason is '理由';
comment on column inspection.check_override.expires_on is '失效日（当日仍有效）';
comment on column inspection.check_override.set_at is '设置时间';
comment on column inspection.check_override.set_by is '设置人';
comment on column inspection.check_override.set_by_name is '设置人姓名';
comment on column inspection.check_override.revoked_at is '撤销时间';
comment on column inspection.check_override.revoked_by is '撤销人';
create unique index check_override_live on inspection.check_override (component_id, check_code) where revoked_at is null;

create table inspection.run (
  run_id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('weekly', 'daily', 'sections', 'on-demand', 're-check')),
  subsystem text not null,
  title text not null,
  work_order_id uuid not null unique references spine.work_order,
  occurrence_id uuid references spine.occurrence,
  state text not null check (state in ('running', 'done', 'cancelled')),
  catalogue_sm3 text not null references inspection.catalogue,
  requested_by uuid references platform.user_account,
  requested_by_name text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  cancel_requested_at timestamptz,
  evidence_id uuid references spine.evidence,
  summary jsonb
);
comment on table inspection.run is '一次巡检';
comment on column inspection.run.run_id is '巡检标识';
comment on column inspection.run.number is '巡检记录编号';
comment on column inspection.run.kind is '类别：每周、每日、每周专项、临时、复检';
comment on column inspection.run.subsystem is '子系统；跨子系统为 platform';
comment on column inspection.run.title is '名称';
comment on column inspection.run.work_order_id is '工单';
comment on column inspection.run.occurrence_id is '所履行的应办事项';
comment on column inspection.run.state is '状态：进行中、已完成、已取消';
comment on column inspection.run.catalogue_sm3 is '所依据的检查目录';
comment on column inspection.run.requested_by is '发起人；空为系统按计划发起';
comment on column inspection.run.requested_by_name is '发起人名称';
comment on column inspection.run.started_at is '开始时间';
comment on column inspection.run.ended_at is '结束时间';
comment on column inspection.run.cancel_requested_at is '要求取消的时间';
comment on column inspection.run.evidence_id is '巡检记录证据';
comment on column inspection.run.summary is '结论计数与隐患编号';
create index run_time on inspection.run (subsystem, started_at desc);
create index run_occurrence on inspection.run (occurrence_id);

create table inspection.run_item (
  run_item_id uuid primary key,
  run_id uuid not null references inspection.run,
  position integer not null,
  component_id uuid references spine.component,
  subsystem text not null,
  component_title text not null,
  check_code text not null,
  check_title text not null,
  section text not null check (section in ('system', 'middleware', 'database', 'backup')),
  is_manual boolean not null,
  judge jsonb not null,
  check_override_id uuid references inspection.check_override,
  unique (run_id, position)
);
comment on table inspection.run_item is '一次巡检计划检查的项：先列全，再逐项检查';
comment on column inspection.run_item.run_item_id is '检查行标识';
comment on column inspection.run_item.run_id is '巡检';
comment on column inspection.run_item.position is '次序';
comment on column inspection.run_item.component_id is '部件；不针对部件的项为空';
comment on column inspection.run_item.subsystem is '部件所属子系统';
comment on column inspection.run_item.component_title is '部件名称（当时）';
comment on column inspection.run_item.check_code is '检查项编号';
comment on column inspection.run_item.check_title is '检查项名称';
comment on column inspection.run_item.section is '部分：系统运行、中间件、数据库、备份';
comment on column inspection.run_item.is_manual is '是否人工检查项';
comment on column inspection.run_item.judge is '所用判定规则与阈值';
comment on column inspection.run_item.check_override_id is '所用的阈值调整';
create unique index run_item_once on inspection.run_item (run_id, component_id, check_code) nulls not distinct;
create index run_item_trend on inspection.run_item (component_id, check_code, run_item_id desc);

create table inspection.result (
  run_item_id uuid primary key references inspection.run_item,
  verdict text not null check (verdict in ('normal', 'attention', 'abnormal', 'unchecked')),
  value jsonb not null,
  unit text not null,
  previous jsonb,
  delta double precision,
  reason text not null,
  took_ms double precision,
  engine text not null,
  engine_version text not null,
  raw jsonb,
  captured_at timestamptz not null,
  captured_by uuid references platform.user_account,
  captured_by_name text not null,
  check (verdict <> 'unchecked' or reason <> '')
);
comment on table inspection.result is '检查结果：采集到的值，任何人不能改写，只能另加意见';
comment on column inspection.result.run_item_id is '检查行标识';
comment on column inspection.result.verdict is '结论：正常、关注、异常、未检';
comment on column inspection.result.value is '采集值（已换算为显示单位）';
comment on column inspection.result.unit is '单位';
comment on column inspection.result.previous is '上次采集值';
comment on column inspection.result.delta is '与上次之差';
comment on column inspection.result.reason is '结论依据或未检原因';
comment on column inspection.result.took_ms is '目标应答耗时（毫秒）';
comment on column inspection.result.engine is '目标自报的产品';
comment on column inspection.result.engine_version is '目标自报的版本';
comment on column inspection.result.raw is '原始应答';
comment on column inspection.result.captured_at is '采集时间';
comment on column inspection.result.captured_by is '人工项的检查人';
comment on column inspection.result.captured_by_name is '检查人名称';
create trigger result_is_append_only before update or delete on inspection.result
  for each row execute function platform.refuse_change();

create table inspection.result_file (
  run_item_id uuid not null references inspection.result,
  position integer not null,
  sm3 text not null references platform.file,
  file_name text not null,
  media_type text not null,
  bytes bigint not null,
  primary key (run_item_id, position)
);
comment on table inspection.result_file is '人工检查项的照片与附件，只增不改';
comment on column inspection.result_file.run_item_id is '检查行标识';
comment on column inspection.result_file.position is '次序';
comment on column inspection.result_file.sm3 is '内容摘要';
comment on column inspection.result_file.file_name is '文件名';
comment on column inspection.result_file.media_type is '媒体类型';
comment on column inspection.result_file.bytes is '字节数';
create trigger result_file_is_append_only before update or delete on inspection.result_file
  for each row execute function platform.refuse_change();

create table inspection.result_comment (
  result_comment_id uuid primary key,
  run_item_id uuid not null references inspection.result,
  at timestamptz not null,
  author_id uuid references platform.user_account,
  author_name text not null,
  text text not null check (text <> '')
);
comment on table inspection.result_comment is '对检查结果的意见，只增不改';
comment on column inspection.result_comment.result_comment_id is '意见标识';
comment on column inspection.result_comment.run_item_id is '检查行标识';
comment on column inspection.result_comment.at is '时间';
comment on column inspection.result_comment.author_id is '作者';
comment on column inspection.result_comment.author_name is '作者姓名';
comment on column inspection.result_comment.text is '内容';
create index result_comment_item on inspection.result_comment (run_item_id);
create trigger result_comment_is_append_only before update or delete on inspection.result_comment
  for each row execute function platform.refuse_change();

create table inspection.run_signature (
  run_id uuid not null references inspection.run,
  role text not null check (role in ('inspector', 'reviewer')),
  user_id uuid not null references platform.user_account,
  name text not null,
  signed_at timestamptz not null,
  note text not null default '',
  primary key (run_id, role),
  unique (run_id, user_id)
);
comment on table inspection.run_signature is '巡检记录的签认：巡检人与复核人须为不同的人';
comment on column inspection.run_signature.run_id is '巡检';
comment on column inspection.run_signature.role is '身份：巡检人、复核人';
comment on column inspection.run_signature.user_id is '签认人';
comment on column inspection.run_signature.name is '签认人姓名';
comment on column inspection.run_signature.signed_at is '签认时间';
comment on column inspection.run_signature.note is '意见';
create trigger run_signature_is_append_only before update or delete on inspection.run_signature
  for each row execute function platform.refuse_change();

create table inspection.report (
  report_id uuid primary key,
  number text not null unique,
  subsystem text not null,
  period_from date not null,
  period_to date not null check (period_to >= period_from),
  made_at timestamptz not null,
  made_by uuid references platform.user_account,
  evidence_id uuid not null references spine.evidence
);
comment on table inspection.report is '巡检报告（合同 M3-03：将巡检记录汇总成巡检报告）';
comment on column inspection.report.report_id is '报告标识';
comment on column inspection.report.number is '报告编号';
comment on column inspection.report.subsystem is '子系统；全部为 platform';
comment on column inspection.report.period_from is '汇总期开始日';
comment on column inspection.report.period_to is '汇总期结束日';
comment on column inspection.report.made_at is '生成时间';
comment on column inspection.report.made_by is '生成人';
comment on column inspection.report.evidence_id is '证据';

create table inspection.report_run (
  run_id uuid primary key references inspection.run,
  report_id uuid not null references inspection.report
);
comment on table inspection.report_run is '报告所汇总的记录：每份记录恰好进入一份报告';
comment on column inspection.report_run.run_id is '巡检';
comment on column inspection.report_run.report_id is '报告';
create index report_run_report on inspection.report_run (report_id);

create table inspection.document (
  document_id uuid primary key,
  run_id uuid references inspection.run,
  report_id uuid references inspection.report,
  version integer not null,
  model jsonb not null,
  model_sm3 text not null,
  made_at timestamptz not null,
  check (num_nonnulls(run_id, report_id) = 1)
);
comment on table inspection.document is '巡检记录与巡检报告的各个版本：内容冻结，扫描件对应确切版本';
comment on column inspection.document.document_id is '文档标识';
comment on column inspection.document.run_id is '巡检';
comment on column inspection.document.report_id is '报告';
comment on column inspection.document.version is '版本';
comment on column inspection.document.model is '文档内容';
comment on column inspection.document.model_sm3 is '内容的 SM3 摘要，印在页脚';
comment on column inspection.document.made_at is '生成时间';
create unique index document_version on inspection.document (run_id, report_id, version) nulls not distinct;
create trigger document_is_append_only before update or delete on inspection.document
  for each row execute function platform.refuse_change();

create table inspection.signed_scan (
  signed_scan_id uuid primary key,
  document_id uuid not null references inspection.document,
  sm3 text not null references platform.file,
  file_name text not null,
  uploaded_at timestamptz not null,
  uploaded_by uuid references platform.user_account,
  uploaded_by_name text not null,
  evidence_id uuid not null references spine.evidence
);
comment on table inspection.signed_scan is '签字盖章扫描件，只增不改';
comment on column inspection.signed_scan.signed_scan_id is '扫描件标识';
comment on column inspection.signed_scan.document_id is '所对应的文档版本';
comment on column inspection.signed_scan.sm3 is '内容摘要';
comment on column inspection.signed_scan.file_name is '文件名';
comment on column inspection.signed_scan.uploaded_at is '上传时间';
comment on column inspection.signed_scan.uploaded_by is '上传人';
comment on column inspection.signed_scan.uploaded_by_name is '上传人姓名';
comment on column inspection.signed_scan.evidence_id is '证据';
create trigger signed_scan_is_append_only before update or delete on inspection.signed_scan
  for each row execute function platform.refuse_change();

create table inspection.monitor_setting (
  component_id uuid primary key references spine.component,
  is_enabled boolean not null,
  interval_seconds integer not null check (interval_seconds between 5 and 3600),
  reason text not null default '',
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by uuid references platform.user_account
);
comment on table inspection.monitor_setting is '可用性监测的个别设置；没有设置的应用与数据库每 30 秒探测一次';
comment on column inspection.monitor_setting.component_id is '部件';
comment on column inspection.monitor_setting.is_enabled is '是否监测';
comment on column inspection.monitor_setting.interval_seconds is '间隔（秒）';
comment on column inspection.monitor_setting.reason is '理由';
comment on column inspection.monitor_setting.version is '版本（用于防止互相覆盖）';
comment on column inspection.monitor_setting.changed_at is '修改时间';
comment on column inspection.monitor_setting.changed_by is '修改人';

create table inspection.availability_sample (
  component_id uuid not null,
  at timestamptz not null,
  is_up boolean not null,
  took_ms real,
  failure text,
  primary key (component_id, at)
) partition by range (at);
comment on table inspection.availability_sample is '可用性探测样本：测量数据，按日分区，过期整区清除；其封存汇总才是证据';
comment on column inspection.availability_sample.component_id is '部件（不设外键：每秒写入多，登记行不会删除）';
comment on column inspection.availability_sample.at is '探测开始时间';
comment on column inspection.availability_sample.is_up is '是否可用';
comment on column inspection.availability_sample.took_ms is '耗时（毫秒）';
comment on column inspection.availability_sample.failure is '不可用的现象';

create table inspection.availability_day (
  component_id uuid not null references spine.component,
  day date not null,
  samples integer not null,
  failures integer not null,
  covered_seconds double precision not null check (covered_seconds between 0 and 86400),
  uncovered jsonb not null,
  p50_ms real,
  p95_ms real,
  primary key (component_id, day)
);
comment on table inspection.availability_day is '每日样本汇总：过去日期的投影，样本清除后仍在';
comment on column inspection.availability_day.component_id is '部件';
comment on column inspection.availability_day.day is '日期';
comment on column inspection.availability_day.samples is '样本数';
comment on column inspection.availability_day.failures is '失败样本数';
comment on column inspection.availability_day.covered_seconds is '有样本覆盖的秒数';
comment on column inspection.availability_day.uncovered is '没有样本的时段（自当日零时起的秒）：可用与否未知';
comment on column inspection.availability_day.p50_ms is '响应时间中位数（毫秒）';
comment on column inspection.availability_day.p95_ms is '响应时间第 95 百分位（毫秒）';
