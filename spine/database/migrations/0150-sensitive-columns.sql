-- What people have confirmed of a system's columns is needed where rows leave the system: the inventory writes it, exports read it.

create table spine.sensitive_column (
  component_id uuid not null references spine.component,
  subsystem text not null,
  schema_name text not null,
  table_name text not null,
  column_name text not null,
  class text not null,
  level text not null,
  confirmed_at timestamptz not null,
  confirmed_by_name text not null,
  primary key (component_id, schema_name, table_name, column_name)
);
create index sensitive_column_subsystem on spine.sensitive_column (subsystem, table_name);
comment on table spine.sensitive_column is '经人确认的敏感字段：数据盘点写入，数据导出据以脱敏';
comment on column spine.sensitive_column.component_id is '数据库部件标识';
comment on column spine.sensitive_column.subsystem is '子系统';
comment on column spine.sensitive_column.schema_name is '模式名';
comment on column spine.sensitive_column.table_name is '表名';
comment on column spine.sensitive_column.column_name is '字段名';
comment on column spine.sensitive_column.class is '分类';
comment on column spine.sensitive_column.level is '分级';
comment on column spine.sensitive_column.confirmed_at is '确认时间';
comment on column spine.sensitive_column.confirmed_by_name is '确认人姓名';
