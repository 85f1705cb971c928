-- An off-site target may be a bucket of an object store too: what was registered before is a folder over SFTP. And what expires is looked for
-- off-site until it was seen to be gone, however long the target is away.

update backup.remote_target set settings = settings || '{"kind":"sftp"}' where not settings ? 'kind';
comment on table backup.remote_target is '异地存储：以 SFTP 到达的目录，或 S3 兼容对象存储的桶';
comment on column backup.remote_target.settings is 'SFTP：地址、账户、目录与主机密钥指纹；S3：地址、区域、桶、寻址方式、前缀与证书';
comment on column backup.remote_target.secrets_sealed is '加密的口令、私钥或访问密钥';

create table backup.copy_removal (
  archive_id uuid not null references backup.removal,
  remote_target_id uuid not null references backup.remote_target,
  removed_at timestamptz not null,
  primary key (archive_id, remote_target_id)
);
comment on table backup.copy_removal is '异地删除：到期的归档在异地存储上删除并查过确已不在，只增不改';
comment on column backup.copy_removal.archive_id is '归档';
comment on column backup.copy_removal.remote_target_id is '异地存储';
comment on column backup.copy_removal.removed_at is '查过的时间';
create trigger copy_removal_is_append_only before update or delete on backup.copy_removal for each row execute function platform.refuse_change();
