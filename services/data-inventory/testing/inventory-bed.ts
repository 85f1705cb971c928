import { after } from 'node:test'
import { withConnection } from '#platform/database/connect.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import type { SpineTestBed } from '#tests/support/spine-test-bed.ts'

const STRUCTURE = `
  create schema trade;
  create table trade.owner (id bigint generated always as identity primary key, credit_code varchar(18) not null unique, contact_name text, mobile text);
  comment on table trade.owner is '建设单位'; comment on column trade.owner.contact_name is '联系人〔个人信息〕';
  create table trade.contract (id bigint primary key, owner_id bigint, amount numeric(14,2));
  create table trade.payment (id bigint primary key, contract_id bigint references trade.contract (id), at date);
  create table trade.log (line text);
  create index payment_once on trade.payment (contract_id); create index payment_twice on trade.payment (contract_id);
  insert into trade.owner (credit_code) select '91110000' || lpad(n::text, 10, '0') from generate_series(1, 40) n;
  insert into trade.contract select n, n % 40 + 1, n from generate_series(1, 200) n;
`

/** A database of its own on the bed's server, registered as that of a subsystem. */
export async function prepareDatabase(bed: SpineTestBed, subsystem: string) {
  const url = new URL(bed.url)
  const name = `${url.pathname.slice(1)}_inventoried`.slice(-60)
  await bed.pool.query(`create database "${name}"`)
  const target = new URL(bed.url)
  target.pathname = `/${name}`
  after(() => withConnection(bed.url, (client) => client.query(`drop database if exists "${name}" with (force)`)).catch(() => {}))
  const run = (statements: string) => withConnection(target.href, (client) => client.query(statements))
  await run(STRUCTURE)
  const componentId = await bed.asSystem(async (ctx) => {
    await allowAddress(ctx, '127.0.0.0/8', '测试')
    const id = await registerComponent(ctx, { subsystem, kind: 'database', name: 'database', title: '业务库' })
    await setConnection(ctx, id, { connector: 'postgres', settings: { host: url.hostname, port: Number(url.port), database: name, username: decodeURIComponent(url.username) }, secrets: { password: decodeURIComponent(url.password) } })
    return id
  })
  return { componentId, run }
}
