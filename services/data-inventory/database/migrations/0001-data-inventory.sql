-- Inventory of databases: what each looked like when (a version only where its structure differs from the one before), which difference an
-- approved order covers, the documents made of it, and what people decided about descriptions, relations and classes.

create schema data_inventory;
comment on schema data_inventory is '数据盘点';

create table data_inventory.catalogue_version (
  catalogue_version_id uuid primary key,
  component_id uuid not null references spine.component,
  subsystem text not null references spine.subsystem,
  number integer not null check (number > 0),
  catalogue_hash text not null check (catalogue_hash ~ '^[0-9a-f]{64}$'),
  catalogue bytea not null,
  coverage jsonb not null,
  change_count integer not null,
  changes jsonb not null,
  taken_at timestamptz not null,
  unique (component_id, number)
);
comment on table data_inventory.catalogue_version is '数据库目录的版本：只在结构与上一版本不同时产生';
comment on column data_inventory.catalogue_version.catalogue_version_id is '目录版本标识';
comment on column data_inventory.catalogue_version.component_id is '数据库部件标识';
comment on column data_inventory.catalogue_version.subsystem is '子系统';
comment on column data_inventory.catalogue_version.number is '版本号，逐一递增';
comment on column data_inventory.catalogue_version.catalogue_hash is '目录摘要（SM3）';
comment on column data_inventory.catalogue_version.catalogue is '目录全文（JSON，zstd 压缩）；由它可重算目录摘要';
comment on column data_inventory.catalogue_version.coverage is '概要：表、字段、说明、主键、外键、索引的数量';
comment on column data_inventory.catalogue_version.change_count is '与上一版本的差异数';
comment on column data_inventory.catalogue_version.changes is '与上一版本的差异：种类、对象、文字、语句';
comment on column data_inventory.catalogue_version.taken_at is '读取时间';
create trigger catalogue_version_is_append_only before update or delete on data_inventory.catalogue_version for each row execute function platform.refuse_change();

create table data_inventory.inventory (
  component_id uuid primary key references spine.component,
  subsystem text not null references spine.subsystem,
  latest_version_id uuid references data_inventory.catalogue_version,
  approved_version_id uuid references data_inventory.catalogue_version,
  open_drift integer not null default 0,
  scanned_at timestamptz,
  failure text,
  failed_at timestamptz
);
comment on table data_inventory.inventory is '盘点台账：每个数据库一行';
comment on column data_inventory.inventory.component_id is '数据库部件标识';
comment on column data_inventory.inventory.subsystem is '子系统';
comment on column data_inventory.inventory.latest_version_id is '最近一次读到的目录版本';
comment on column data_inventory.inventory.approved_version_id is '最近一个全部差异都有批准依据的目录版本，漂移以它为准';
comment on column data_inventory.inventory.open_drift is '没有批准依据的差异数';
comment on column data_inventory.inventory.scanned_at is '最近一次读成的时间';
comment on column data_inventory.inventory.failure is '最近一次读取失败的原因，读成后为空';
comment on column data_inventory.inventory.failed_at is '失败时间';

create table data_inventory.snapshot (
  component_id uuid not null references spine.component,
  taken_on date not null,
  catalogue_version_id uuid not null references data_inventory.catalogue_version,
  rows_estimated bigint not null,
  bytes bigint not null,
  taken_at timestamptz not null,
  primary key (component_id, taken_on)
);
comment on table data_inventory.snapshot is '每日快照：当日的结构是哪个目录版本，以及行数与大小';
comment on column data_inventory.snapshot.component_id is '数据库部件标识';
comment on column data_inventory.snapshot.taken_on is '日期';
comment on column data_inventory.snapshot.catalogue_version_id is '目录版本标识';
comment on column data_inventory.snapshot.rows_estimated is '估计行数';
comment on column data_inventory.snapshot.bytes is '占用字节';
comment on column data_inventory.snapshot.taken_at is '读取时间';

create table data_inventory.drift_cover (
  component_id uuid not null references spine.component,
  change_key text not null,
  object text not null,
  words text not null,
  order_number text not null,
  reason text not null,
  covered_at timestamptz not null,
  covered_by uuid not null references platform.user_account,
  covered_by_name text not null,
  evidence_id uuid not null references spine.evidence,
  primary key (component_id, change_key)
);
comment on table data_inventory.drift_cover is '结构差异的批准依据：由人指明所属的变更或数据维护单';
comment on column data_inventory.drift_cover.component_id is '数据库部件标识';
comment on column data_inventory.drift_cover.change_key is '差异的标识（种类、对象与变化后内容的摘要）';
comment on column data_inventory.drift_cover.object is '对象';
comment on column data_inventory.drift_cover.words is '差异的文字';
comment on column data_inventory.drift_cover.order_number is '单号';
comment on column data_inventory.drift_cover.reason is '说明';
comment on column data_inventory.drift_cover.covered_at is '指明时间';
comment on column data_inventory.drift_cover.covered_by is '指明人';
comment on column data_inventory.drift_cover.covered_by_name is '指明人姓名';
comment on column data_inventory.drift_cover.evidence_id is '证据标识';

create table data_inventory.inventory_document (
  inventory_document_id uuid primary key,
  component_id uuid not null references spine.component,
  subsystem text not null references spine.subsystem,
  catalogue_version_id uuid not null references data_inventory.catalogue_version,
  number text not null unique,
  version integer not null check (version > 0),
  catalogue_hash text not null,
  model jsonb not null,
  model_sm3 text not null,
  made_at timestamptz not null,
  evidence_id uuid not null references spine.evidence,
  accepted_at timestamptz,
  accepted_by uuid references platform.user_account,
  accepted_by_name text,
  unique (component_id, version),
  check ((accepted_at is null) = (accepted_by is null))
);
comment on table data_inventory.inventory_document is '数据盘点文档的版本；确认之前为待确认，结构再变即过期';
comment on column data_inventory.inventory_document.inventory_document_id is '盘点文档标识';
comment on column data_inventory.inventory_document.component_id is '数据库部件标识';
comment on column data_inventory.inventory_document.subsystem is '子系统';
comment on column data_inventory.inventory_document.catalogue_version_id is '所述的目录版本';
comment on column data_inventory.inventory_document.number is '文档编号';
comment on column data_inventory.inventory_document.version is '文档版本';
comment on column data_inventory.inventory_document.catalogue_hash is '文档所述结构的目录摘要';
comment on column data_inventory.inventory_document.model is '文档内容';
comment on column data_inventory.inventory_document.model_sm3 is '内容摘要（SM3）';
comment on column data_inventory.inventory_document.made_at is '编制时间';
comment on column data_inventory.inventory_document.evidence_id is '证据标识';
comment on column data_inventory.inventory_document.accepted_at is '确认时间';
comment on column data_inventory.inventory_document.accepted_by is '确认人';
comment on column data_inventory.inventory_document.accepted_by_name is '确认人姓名';

create table data_inventory.catalogue_entry (
  catalogue_entry_id bigint generated always as identity primary key,
  component_id uuid not null references spine.component,
  subsystem text not null,
  schema_name text not null,
  table_name text not null,
  column_name text,
  position integer not null,
  data_type text,
  is_nullable boolean,
  is_key boolean not null,
  refers_to text,
  comment text,
  row_count bigint,
  bytes bigint,
  columns integer,
  columns_described integer,
  unique nulls not distinct (component_id, schema_name, table_name, column_name)
);
comment on table data_inventory.catalogue_entry is '最近目录版本的表与字段，供检索；随版本重建';
comment on column data_inventory.catalogue_entry.catalogue_entry_id is '标识';
comment on column data_inventory.catalogue_entry.component_id is '数据库部件标识';
comment on column data_inventory.catalogue_entry.subsystem is '子系统';
comment on column data_inventory.catalogue_entry.schema_name is '模式名';
comment on column data_inventory.catalogue_entry.table_name is '表名';
comment on column data_inventory.catalogue_entry.column_name is '字段名，空为表本身';
comment on column data_inventory.catalogue_entry.position is '序号';
comment on column data_inventory.catalogue_entry.data_type is '类型';
comment on column data_inventory.catalogue_entry.is_nullable is '是否可空';
comment on column data_inventory.catalogue_entry.is_key is '是否主键字段；表为是否有主键';
comment on column data_inventory.catalogue_entry.refers_to is '外键引用';
comment on column data_inventory.catalogue_entry.comment is '数据库中的说明';
comment on column data_inventory.catalogue_entry.row_count is '估计行数';
comment on column data_inventory.catalogue_entry.bytes is '占用字节';
comment on column data_inventory.catalogue_entry.columns is '字段数';
comment on column data_inventory.catalogue_entry.columns_described is '有说明的字段数';
create index catalogue_entry_tables on data_inventory.catalogue_entry (component_id, table_name) where column_name is null;

create table data_inventory.description (
  component_id uuid not null references spine.component,
  schema_name text not null,
  table_name text not null,
  column_name text not null default '',
  text text not null check (text <> ''),
  written_at timestamptz not null,
  written_by uuid not null references platform.user_account,
  written_by_name text not null,
  primary key (component_id, schema_name, table_name, column_name)
);
comment on table data_inventory.description is '拟定的说明：已进入盘点文档，尚待数据维护单写入数据库；写入后由盘点读回并撤下';
comment on column data_inventory.description.component_id is '数据库部件标识';
comment on column data_inventory.description.schema_name is '模式名';
comment on column data_inventory.description.table_name is '表名';
comment on column data_inventory.description.column_name is '字段名，空为表本身';
comment on column data_inventory.description.text is '说明';
comment on column data_inventory.description.written_at is '拟定时间';
comment on column data_inventory.description.written_by is '拟定人';
comment on column data_inventory.description.written_by_name is '拟定人姓名';

create table data_inventory.inferred_relation (
  inferred_relation_id uuid primary key,
  component_id uuid not null references spine.component,
  schema_name text not null,
  table_name text not null,
  column_name text not null,
  to_schema text not null,
  to_table text not null,
  to_column text not null,
  confidence real not null check (confidence between 0 and 1),
  reasons text[] not null,
  sampled integer,
  contained integer,
  sampled_at timestamptz,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected')),
  note text not null default '',
  decided_at timestamptz,
  decided_by uuid references platform.user_account,
  decided_by_name text,
  is_present boolean not null default true,
  unique (component_id, schema_name, table_name, column_name, to_schema, to_table, to_column),
  check ((state = 'proposed') = (decided_at is null))
);
comment on table data_inventory.inferred_relation is '推断的数据关系，由人确认或否定';
comment on column data_inventory.inferred_relation.inferred_relation_id is '推断关系标识';
comment on column data_inventory.inferred_relation.component_id is '数据库部件标识';
comment on column data_inventory.inferred_relation.schema_name is '模式名';
comment on column data_inventory.inferred_relation.table_name is '表名';
comment on column data_inventory.inferred_relation.column_name is '字段名';
comment on column data_inventory.inferred_relation.to_schema is '被引用的模式';
comment on column data_inventory.inferred_relation.to_table is '被引用的表';
comment on column data_inventory.inferred_relation.to_column is '被引用的字段';
comment on column data_inventory.inferred_relation.confidence is '把握，0 到 1';
comment on column data_inventory.inferred_relation.reasons is '理由';
comment on column data_inventory.inferred_relation.sampled is '抽样的不同值数';
comment on column data_inventory.inferred_relation.contained is '其中在被引用字段中存在的';
comment on column data_inventory.inferred_relation.sampled_at is '抽样时间';
comment on column data_inventory.inferred_relation.state is '状态：待确认、已确认、已否定';
comment on column data_inventory.inferred_relation.note is '说明';
comment on column data_inventory.inferred_relation.decided_at is '确认时间';
comment on column data_inventory.inferred_relation.decided_by is '确认人';
comment on column data_inventory.inferred_relation.decided_by_name is '确认人姓名';
comment on column data_inventory.inferred_relation.is_present is '最近目录中是否仍有';

create table data_inventory.column_class (
  column_class_id uuid primary key,
  component_id uuid not null references spine.component,
  schema_name text not null,
  table_name text not null,
  column_name text not null,
  class text not null,
  level text not null,
  confidence real not null check (confidence between 0 and 1),
  reason text not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected')),
  decided_at timestamptz,
  decided_by uuid references platform.user_account,
  decided_by_name text,
  is_present boolean not null default true,
  unique (component_id, schema_name, table_name, column_name),
  check ((state = 'proposed') = (decided_at is null))
);
comment on table data_inventory.column_class is '字段的分类分级（GB/T 43697），由人确认或否定';
comment on column data_inventory.column_class.column_class_id is '字段分类标识';
comment on column data_inventory.column_class.component_id is '数据库部件标识';
comment on column data_inventory.column_class.schema_name is '模式名';
comment on column data_inventory.column_class.table_name is '表名';
comment on column data_inventory.column_class.column_name is '字段名';
comment on column data_inventory.column_class.class is '分类';
comment on column data_inventory.column_class.level is '分级';
comment on column data_inventory.column_class.confidence is '把握，0 到 1';
comment on column data_inventory.column_class.reason is '依据';
comment on column data_inventory.column_class.state is '状态：待确认、已确认、已否定';
comment on column data_inventory.column_class.decided_at is '确认时间';
comment on column data_inventory.column_class.decided_by is '确认人';
comment on column data_inventory.column_class.decided_by_name is '确认人姓名';
comment on column data_inventory.column_class.is_present is '最近目录中是否仍有';
