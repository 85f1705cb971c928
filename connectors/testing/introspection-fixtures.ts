/** Structures that a catalogue must tell as they are: odd names, quotes in comments, partitions, everything that the port speaks of. */
export const postgresStructure: readonly string[] = [
  `create schema trade; comment on schema trade is '业务''模式'`,
  `create type trade.state as enum ('open', 'it''s done')`,
  `create domain trade.code as varchar(18) not null check (value <> '')`,
  `create sequence trade.number start 5 increment 5`,
  `create function trade.next_code(prefix text) returns text language sql volatile as $$ select prefix || nextval('trade.number')::text $$`,
  `create table trade.owner (id bigint generated always as identity primary key, code trade.code unique, name text collate "C" not null, half numeric generated always as (2 * 0.5) stored)`,
  `comment on table trade.owner is E'建设单位 "甲方"; it''s \\\\ and \n new line'`,
  `comment on column trade.owner.name is '单位名称"; drop table owner; --'`,
  `create table trade.orders (id bigint, owner_id bigint not null references trade.owner (id) on delete cascade deferrable, amount numeric(14,2) not null default 0 check (amount >= 0), state trade.state not null default 'open', at date not null, code text default trade.next_code('A'), primary key (id, at)) partition by range (at)`,
  `create table trade.orders_2026 partition of trade.orders for values from ('2026-01-01') to ('2027-01-01')`,
  `create table trade.orders_rest partition of trade.orders default`,
  `create index orders_state on trade.orders (state, lower(code)) where state = 'open'`,
  `create table "trade"."""; drop table x; --" ("select" int, " 空格 " text, "换
行" text, "${'长'.repeat(20)}" text)`,
  `comment on column trade."""; drop table x; --"."select" is '保留字'`,
  `create view trade.open_orders as select o.id, w.name from trade.orders o join trade.owner w on w.id = o.owner_id where o.state = 'open'`,
  `create view trade.a_first as select * from trade.open_orders`,
  `create materialized view trade.totals as select owner_id, sum(amount) as total from trade.orders group by owner_id`,
  `create unique index totals_owner on trade.totals (owner_id)`,
  `create function trade.touch() returns trigger language plpgsql as $$ begin return new; end $$`,
  `create trigger touch before update on trade.owner for each row execute function trade.touch()`,
  `create unlogged table trade.scratch (n int)`,
]

/** Changes of every kind, made on the structure above. */
export const postgresChanges: readonly string[] = [
  `alter type trade.state add value 'returned' before 'it''s done'`,
  `alter table trade.owner add column phone text; comment on column trade.owner.phone is '电话〔个人信息〕'`,
  `alter table trade.owner alter column name drop not null, drop column half`,
  `alter table trade.orders alter column code type varchar(40), alter column amount set default 1`,
  `alter table trade.orders add constraint orders_code_key unique (code, at)`,
  `alter table trade.orders drop constraint orders_amount_check`,
  `create table trade.orders_2027 partition of trade.orders for values from ('2027-01-01') to ('2028-01-01')`,
  `drop index trade.orders_state`,
  `create index orders_owner on trade.orders (owner_id)`,
  `drop table trade.scratch`,
  `create table trade.item (id serial primary key, order_id bigint, at date, note text default 'it''s', foreign key (order_id, at) references trade.orders (id, at) on update cascade); comment on table trade.item is '明细'`,
  `drop view trade.a_first; drop view trade.open_orders; create view trade.open_orders as select id from trade.orders; create view trade.a_first as select id as order_id from trade.open_orders`,
  `create or replace function trade.touch() returns trigger language plpgsql as $$ begin new.name := trim(new.name); return new; end $$`,
  `alter table trade.owner disable trigger touch`,
  `comment on table trade.owner is null`,
]

export const mariadbStructure: readonly string[] = [
  'create table owner (id bigint auto_increment primary key, code varchar(18) not null unique comment \'统一社会信用代码 "它\'\'s"\', name varchar(64) collate utf8mb4_bin not null default \'it\'\'s\', half decimal(10,2) as (2 * 0.5) stored, seen timestamp not null default current_timestamp on update current_timestamp) comment=\'建设单位; drop\'',
  'create table orders (id bigint not null, owner_id bigint, amount decimal(14,2) not null default 0, note text, constraint positive check (amount >= 0), primary key (id), key by_note (note(10)), constraint owned foreign key (owner_id) references owner (id) on delete cascade)',
  'create table `"; drop table x; --` (`select` int comment \'保留字\', ` 空``格` text)',
  'create table metered (id bigint not null, at int not null, primary key (id, at)) partition by range (at) (partition p1 values less than (10), partition p2 values less than (20))',
  'create view open_orders as select o.id, w.name from orders o join owner w on w.id = o.owner_id',
  'create trigger before_order before insert on orders for each row set new.amount = abs(new.amount)',
  'create procedure bump(in which bigint, in how decimal(14,2)) comment \'加\' update orders set amount = amount + how where id = which',
  'create function doubled(n int) returns int deterministic return n * 2',
]

export const mariadbChanges: readonly string[] = [
  'alter table owner add column phone varchar(20) comment \'电话\', modify column name varchar(80) null, drop column half, comment=\'单位\'',
  'alter table orders drop foreign key owned',
  'alter table orders add constraint owned_again foreign key (owner_id) references owner (id)',
  'alter table orders drop constraint positive, drop key by_note, add unique key once (amount, id)',
  'alter table metered add partition (partition p3 values less than maxvalue)',
  'create table item (id int auto_increment primary key, order_id bigint, kind enum(\'a\', \'b\') default \'a\', key (order_id), constraint item_order foreign key (order_id) references orders (id)) comment=\'明细\'',
  'drop view open_orders',
  'create view late_orders as select id from orders',
  'drop trigger before_order',
  'drop function doubled',
  'create function doubled(n bigint) returns bigint deterministic return n * 2',
]
