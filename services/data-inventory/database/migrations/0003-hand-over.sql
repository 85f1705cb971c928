-- Descriptions are handed over to data maintenance: a draft names the order that writes it, and is kept, with its moment, once
-- the inventory has read it back from the database.

alter table data_inventory.description
  add column request_id uuid references spine.request,
  add column in_database_at timestamptz,
  add check (in_database_at is null or request_id is not null);
comment on column data_inventory.description.request_id is '写入它的说明写入单，空为尚未交出';
comment on column data_inventory.description.in_database_at is '盘点从数据库读回的时间，空为尚未写入';
comment on table data_inventory.description is '拟定的说明：已进入盘点文档，交由数据维护写入数据库；经单写入的由盘点读回后留作记录，其余读回即撤下';
