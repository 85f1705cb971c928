-- Entries that must stay as they were written are chained by digest in one order, and the head of each chain leaves the
-- database in signed anchors. Writers only insert; one sealer gives the numbers, so no writer waits for another.

create table platform.ledger_unsealed (
  unsealed_id bigint generated always as identity primary key,
  ledger text not null,
  entry_id text not null,
  unique (ledger, entry_id)
);
comment on table platform.ledger_unsealed is '待封存的账目，封存后移走';
comment on column platform.ledger_unsealed.unsealed_id is '登记序号';
comment on column platform.ledger_unsealed.ledger is '账本名';
comment on column platform.ledger_unsealed.entry_id is '账目编号';

create table platform.ledger_seal (
  ledger text not null,
  sequence bigint not null check (sequence > 0),
  entry_id text not null,
  previous_hash text not null check (previous_hash ~ '^[0-9a-f]{64}$'),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  sealed_at timestamptz not null,
  primary key (ledger, sequence),
  unique (ledger, entry_id)
);
comment on table platform.ledger_seal is '封存链：每条账目的序号与链式摘要，只增不改';
comment on column platform.ledger_seal.ledger is '账本名';
comment on column platform.ledger_seal.sequence is '序号，自 1 起连续';
comment on column platform.ledger_seal.entry_id is '账目编号';
comment on column platform.ledger_seal.previous_hash is '前一条的链式摘要（第一条为 64 个 0）';
comment on column platform.ledger_seal.hash is '本条的链式摘要（SM3）';
comment on column platform.ledger_seal.sealed_at is '封存时间';

create table platform.ledger_anchor (
  anchor_id bigint primary key check (anchor_id > 0),
  anchored_at timestamptz not null,
  statement text not null,
  signature text not null,
  key_id text not null
);
comment on table platform.ledger_anchor is '锚点：各账本链头的签名声明，另存库外，只增不改';
comment on column platform.ledger_anchor.anchor_id is '锚点号，自 1 起连续';
comment on column platform.ledger_anchor.anchored_at is '锚定时间';
comment on column platform.ledger_anchor.statement is '声明原文（规范化 JSON）：各账本的链头序号、摘要、条数';
comment on column platform.ledger_anchor.signature is '声明的 SM2 签名';
comment on column platform.ledger_anchor.key_id is '签名密钥编号';

create trigger ledger_seal_is_append_only before update or delete on platform.ledger_seal
  for each row execute function platform.refuse_change();
create trigger ledger_seal_is_not_truncated before truncate on platform.ledger_seal
  for each statement execute function platform.refuse_change();
create trigger ledger_anchor_is_append_only before update or delete on platform.ledger_anchor
  for each row execute function platform.refuse_change();
create trigger ledger_anchor_is_not_truncated before truncate on platform.ledger_anchor
  for each statement execute function platform.refuse_change();

create function platform.await_seal() returns trigger language plpgsql as $$
declare
  entry_id text;
begin
  execute format('select ($1).%I::text', tg_argv[1]) using new into entry_id;
  insert into platform.ledger_unsealed (ledger, entry_id) values (tg_argv[0], entry_id);
  return null;
end
$$;
comment on function platform.await_seal is '登记新账目待封存；参数为账本名与编号列';

create trigger audit_entry_awaits_seal after insert on platform.audit_entry
  for each row execute function platform.await_seal('audit', 'audit_entry_id');

insert into platform.ledger_unsealed (ledger, entry_id)
select 'audit', audit_entry_id::text from platform.audit_entry order by audit_entry_id;
