import { connectors } from '#connectors/index.ts'
import { ConnectorError, dataLimits, defaultLimits, type DataOrder } from '#connectors/connector.ts'
import { ledgerColumns } from '#connectors/sql/change-settings.ts'
import { killOnTheWire, momentOf } from '#connectors/testing/kill-on-the-wire.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { Subject } from './subject.ts'
import { startTarget } from './start-target.ts'

const ROWS = 1_000

/** Data orders on a target: an update of one row by one process, killed by the request that passes; its mark in the ledger and the row must say the same, and the same key never does it twice. */
export function changeSubject(kind: 'postgres' | 'mysql'): Subject {
  return async () => {
    const target = await startTarget(kind)
    const [text, engine] = kind === 'postgres' ? ['text', ''] : ['varchar(50)', ' engine=innodb']
    await target.run(kind === 'postgres' ? 'create schema app' : 'create database app character set utf8mb4')
    await target.run(`create table app.item (id bigint primary key, amount numeric(12, 2) not null, note ${text})${engine}`)
    await target.run(kind === 'postgres' ? `insert into app.item select n, n from generate_series(1, ${ROWS}) n` : `insert into app.item select seq, seq, null from seq_1_to_${ROWS}`)
    await target.run(`create table app.xinyun_data_change (${ledgerColumns.map(([name, type]) => `${name} ${type}`).join(', ')})${engine}`)
    const asked = (port: number) => ({ settings: { host: '127.0.0.1', port, database: kind === 'postgres' ? target.database : 'app', username: target.username, changes: { schemas: ['app'] } }, secrets: { password: target.password } })
    const connector = connectors.find((one) => one.kind === kind)
    if (connector === undefined) throw new Error(`no connector ${kind}`)
    const door = await connector.open({ settings: connector.settings.parse(asked(target.port).settings), secrets: connector.secrets.parse(asked(target.port).secrets), limits: { ...defaultLimits, ...dataLimits, doorsPerTarget: 8 }, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })
    const { dataChanges } = door
    if (dataChanges === undefined) throw new Error('the door changes nothing')
    const wire = await killOnTheWire(kind, target.port, asked)
    const orderOf = (id: number): DataOrder => ({ limits: { statementMs: 30_000, lockMs: 30_000 }, steps: [{ verb: 'update', schema: 'app', table: 'item', alias: null, set: 'amount = amount + 1', sources: '', where: `id = ${id}`, body: '', rows: 1, tolerance: 0 }] })
    const warrant = (id: number) => ({ key: `soak-${id}`, orderNumber: `SJ-${id}`, approver: '甲', executor: '乙' })
    const amountOf = async (id: number) => Number(await target.cell(`select amount from app.item where id = ${id}`))
    let id = 1
    const { requests } = await wire.attempt(orderOf(id), warrant(id))
    return {
      async strike(share) {
        id += 1
        const { isKilled } = await wire.attempt(orderOf(id), warrant(id), momentOf(share, requests, id % 2 === 0))
        // The server may still be at work for the dead one: what it settles between two looks says nothing.
        const look = async () => (await dataChanges.findOutcome(`soak-${id}`)) !== null
        const [isKnown, between, isStillKnown] = [await look(), await amountOf(id), await look()]
        const { outcome } = await asTheEngine(() => dataChanges.applyChange(orderOf(id), warrant(id), async (image) => sm3(JSON.stringify(image))))
        const after = await amountOf(id)
        const problem = isKnown === isStillKnown && between !== (isKnown ? id + 1 : id) ? `流水${isKnown ? '有' : '没有'}标记，而第 ${id} 行为 ${between}` : isKnown && outcome !== 'repeated' ? `再次执行答 ${outcome}` : after !== id + 1 ? `第 ${id} 行为 ${after}，应为 ${id + 1}` : ''
        return { isKilled, problem }
      },
      async settle() {
        const [changed, marks] = [Number(await target.cell('select count(*) from app.item where amount = id + 1')), Number(await target.cell('select count(*) from app.xinyun_data_change'))]
        const strange = Number(await target.cell('select count(*) from app.item where amount <> id and amount <> id + 1'))
        return [...(changed === id ? [] : [`改动 ${changed} 行，应为 ${id} 行`]), ...(marks === id ? [] : [`流水 ${marks} 条，应为 ${id} 条`]), ...(strange === 0 ? [] : [`${strange} 行改了不止一次`])]
      },
      async close() {
        wire.close()
        await door.close()
        await target.stop()
      },
    }
  }
}

/** What the target did not get to is called again, as the job engine does: the dead one's commit may have come in between. */
async function asTheEngine<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (tries === 3 || !(error instanceof ConnectorError) || error.failure !== 'timeout') throw error
    }
  }
}
