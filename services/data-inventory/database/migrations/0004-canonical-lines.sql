-- Telling what differs needs the canonical form of the version before, not the whole catalogue as it was read: kept as text, only
-- what differs is taken apart again. Versions kept before have none, and are told from the catalogue.
alter table data_inventory.catalogue_version add column canonical_lines bytea;
comment on column data_inventory.catalogue_version.canonical_lines is '目录的规范形式，一行一个对象（zstd 压缩），供比较；早先的版本为空，由目录全文得出';
