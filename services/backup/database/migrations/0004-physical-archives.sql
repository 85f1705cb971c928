-- A whole server may be backed up by pgBackRest: its sets are archives too, with what only they have beside the rest.

alter table backup.archive drop constraint archive_content_check;
alter table backup.archive add constraint archive_content_check check (content in ('postgres-custom', 'sql', 'files', 'keys', 'postgres-physical'));
alter table backup.archive add column physical jsonb;
alter table backup.archive add constraint archive_physical_check check ((content = 'postgres-physical') = (physical is not null));
comment on column backup.archive.content is '内容：PostgreSQL 归档、SQL、文件、密钥、PostgreSQL 物理备份';
comment on column backup.archive.physical is '物理备份：库组、标签、全量或差异、所依赖的全量、WAL 与 LSN 范围、备份期间有写入而不核对的表；其他归档为空';
