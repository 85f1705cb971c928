import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { DataImage, DataStep, StepImage, TargetTable } from '#shared/maintenance/data-change.ts'
import { formatInstant } from '#shared/instant.ts'
import type { DataChangeDoor, DataOrder, DataOutcome, DataWarrant, KeepImage } from '../connector.ts'
import { failure } from '../network-failure.ts'
import type { SqlSession } from '../sql-accounts.ts'
import type { ChangeEngine } from './change-engine.ts'
import { type ChangeSettings, LEDGER_TABLE, ledgerColumns } from './change-settings.ts'
import { changeStatements, fitsTable, keyOf } from './change-statements.ts'
import { undoSteps } from './undo-steps.ts'
import { writeComments } from './write-comments.ts'

type Row = (string | null)[]
/** Rows of one transaction: an image must fit in memory. More goes in batches. */
export const MAX_ROWS = 20_000
const KEYS_AT_ONCE = 200
const LOOK = { statementMs: 30_000, lockMs: 5_000 }

/** Changes of data on an engine that speaks SQL: the same course everywhere, what differs is the engine's. */
export function openDataChanges(settings: ChangeSettings, engine: ChangeEngine, now: () => Date): DataChangeDoor {
  const ledger = { schema: settings.ledgerSchema ?? settings.schemas[0] ?? '', name: LEDGER_TABLE }
  const ledgerName = `${engine.quote(ledger.schema)}.${engine.quote(ledger.name)}`
  const conflict = (detail: string) => failure('conflict', engine.where, detail)
  const plain = { name: '', type: 'varchar', isNullable: true, isGenerated: false }

  const outcomeOf = async (session: SqlSession, key: string): Promise<DataOutcome | null> => {
    const { rows } = await session.run(`select order_sm3, image_sm3, affected, last_key from ${ledgerName} where change_key = ${engine.parameter(1, plain)}`, [key])
    const [found] = rows
    return found === undefined ? null : { orderSm3: String(found[0]), imageSm3: String(found[1]), affected: JSON.parse(String(found[2])) as number[], lastKey: found[3] === null ? null : (JSON.parse(String(found[3])) as string[]) }
  }
  const describe = async (session: SqlSession, tables: ReadonlyArray<{ schema: string; name: string }>) => {
    const foreign = tables.filter(({ schema }) => !settings.schemas.includes(schema))
    if (foreign.length > 0) throw failure('forbidden', engine.where, `不在维护范围内的模式：${foreign.map(({ schema, name }) => `${schema}.${name}`).join('、')}`)
    if (tables.some(({ name }) => name.toLowerCase() === LEDGER_TABLE)) throw failure('forbidden', engine.where, `流水表 ${LEDGER_TABLE} 不能由需求单改动`)
    return engine.describe(session, tables)
  }
  const tableOf = async (session: SqlSession, step: Pick<DataStep, 'schema' | 'table' | 'verb'>): Promise<TargetTable> => {
    const [table] = await describe(session, [{ schema: step.schema, name: step.table }])
    if (table === undefined) throw conflict(`没有表 ${step.schema}.${step.table}，或登录账号无权查看`)
    if (table.primaryKey.length === 0) throw conflict(`表 ${step.schema}.${step.table} 没有主键，改动无法留底`)
    if (step.verb === 'delete' && table.cascades.length > 0) throw conflict(`删除 ${step.schema}.${step.table} 的行会连带改动 ${table.cascades.join('、')}`)
    return table
  }

  /** Rows by their keys, in the order of the keys; undefined where there is none any more. */
  const rowsOf = async (session: SqlSession, table: TargetTable, keys: ReadonlyArray<readonly string[]>, isLocked = false): Promise<Array<Row | undefined>> => {
    const found = new Map<string, Row>()
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
      const { text, parameters } = changeStatements(engine, table).byKeys(keys.slice(at, at + KEYS_AT_ONCE), isLocked)
      for (const row of (await session.run(text, parameters)).rows as readonly Row[]) found.set(JSON.stringify(keyOf(table, row)), row)
    }
    return keys.map((key) => found.get(JSON.stringify(key)))
  }

  const requireCount = ({ rows, tolerance, schema, table }: DataStep, counted: number, position: number, done = 0) => {
    const total = counted + done
    if (Math.abs(total - rows) > tolerance) throw conflict(`第 ${position + 1} 条语句在 ${schema}.${table} 找到 ${total} 行，批准的是 ${rows} 行${tolerance > 0 ? `（±${tolerance}）` : ''}，已全部撤回`)
  }

  const carryOut = async (session: SqlSession, step: DataStep, position: number, batch: DataOrder['batch']): Promise<StepImage> => {
    const table = await tableOf(session, step)
    const statements = changeStatements(engine, table)
    const image = { verb: step.verb, schema: step.schema, table: step.table, columns: table.columns.map(({ name }) => name), key: [...table.primaryKey] }
    if (step.verb === 'insert') {
      if (!engine.canReturnInserted) throw failure('unsupported', engine.where, '此版本的数据库不能返回新增的行，插入无法留底')
      const { rows } = await session.run(statements.inserted(step).text)
      requireCount(step, rows.length, position)
      return { ...image, before: [], after: rows as Row[] }
    }
    const look = statements.found(step, batch)
    const before = (await session.run(look.text, look.parameters)).rows as Row[]
    const keys = before.map((row) => keyOf(table, row))
    if (new Set(keys.map((key) => JSON.stringify(key))).size !== keys.length) throw conflict(`第 ${position + 1} 条语句里，同一行与多行相配，结果不确定`)
    if (before.length > MAX_ROWS) throw conflict(`第 ${position + 1} 条语句涉及 ${before.length} 行，一个事务至多 ${MAX_ROWS} 行，请分批执行`)
    if (batch === undefined) requireCount(step, before.length, position)
    else if (batch.done + before.length > step.rows + step.tolerance) throw conflict(`已改 ${batch.done} 行，本批又找到 ${before.length} 行，超出批准的 ${step.rows} 行`)
    if (before.length === 0) return { ...image, before: [], after: [] }
    const done = statements.carriedOut(step, batch === undefined ? undefined : { after: batch.after, last: keys.at(-1) as string[] })
    const { affected } = await session.run(done.text, done.parameters)
    if (affected !== before.length) throw conflict(`第 ${position + 1} 条语句找到 ${before.length} 行，却改了 ${affected} 行，已全部撤回`)
    const after = await rowsOf(session, table, keys)
    const isGone = (row: Row | undefined): row is undefined => row === undefined
    if (step.verb === 'delete' ? !after.every(isGone) : after.some(isGone)) throw conflict(`第 ${position + 1} 条语句之后，${step.verb === 'delete' ? '有行没有删去（可能被触发器拦下）' : '有行按主键找不到了（主键被改或行被删）'}，已全部撤回`)
    return { ...image, before, after: step.verb === 'delete' ? [] : (after as Row[]) }
  }

  /** What a function, trigger or rule wrote on the side was neither declared nor kept. */
  const requireNothingElse = async (session: SqlSession, steps: ReadonlyArray<{ schema: string; table: string }>) => {
    const written = await engine.written(session)
    const astray = (written ?? []).filter((one) => !steps.some(({ schema, table }) => one === `${schema}.${table}`) && one !== `${ledger.schema}.${ledger.name}`)
    if (astray.length > 0) throw conflict(`触发器或函数还改动了 ${astray.join('、')}，不在批准之内，已全部撤回`)
  }

  const mark = (session: SqlSession, { key, orderNumber, approver, executor }: DataWarrant, { orderSm3, imageSm3, affected, lastKey }: DataOutcome) =>
    session.run(
      `insert into ${ledgerName} (${ledgerColumns.map(([name]) => name).join(', ')}) values (${ledgerColumns.map((_column, at) => engine.parameter(at + 1, plain)).join(', ')})`,
      [key, orderNumber.slice(0, 60), approver.slice(0, 300), executor.slice(0, 300), orderSm3, imageSm3, JSON.stringify(affected), lastKey === null ? null : JSON.stringify(lastKey), formatInstant(now())],
    )

  const commit = async (limits: DataOrder['limits'], warrant: DataWarrant, orderSm3: string, keep: KeepImage, work: (session: SqlSession) => Promise<{ steps: StepImage[]; lastKey: readonly string[] | null }>, signal?: AbortSignal) => {
    const startedAt = performance.now()
    const done = await engine.transact('write', limits, async (session) => {
      const known = await outcomeOf(session, warrant.key)
      if (known !== null) {
        if (known.orderSm3 !== orderSm3) throw conflict(`标识 ${warrant.key} 已用于另一项改动`)
        return { outcome: 'repeated' as const, ...known }
      }
      const { steps, lastKey } = await work(session)
      await requireNothingElse(session, steps)
      const outcome: DataOutcome = { orderSm3, imageSm3: await keep({ format: 1, steps }), affected: steps.map(({ before, after }) => Math.max(before.length, after.length)), lastKey }
      await mark(session, warrant, outcome)
      return { outcome: 'applied' as const, ...outcome }
    }, signal)
    return { ...done, tookMs: performance.now() - startedAt }
  }

  const requireBatchable = async (session: SqlSession, { steps, batch }: DataOrder) => {
    const [step] = steps
    if (step === undefined || steps.length > 1 || step.verb === 'insert' || step.sources !== '') throw failure('unsupported', engine.where, '只有一条不带连接的 update 或 delete 可以分批')
    // Before the first batch the whole is counted once: an order that finds too much does not even begin.
    if (batch?.done === 0) requireCount(step, Number((await session.run(changeStatements(engine, await tableOf(session, step)).counted(step).text)).rows[0]?.[0]), 0)
  }

  return {
    schemas: settings.schemas,
    checkSetup: (signal) =>
      engine.transact('read', LOOK, async (session) => {
        const [found] = await engine.describe(session, [ledger])
        if (found === undefined) return [`没有流水表 ${ledger.schema}.${ledger.name}，或登录账号无权查看；请管理员按连接说明建立并授予 SELECT、INSERT`]
        const missing = ledgerColumns.filter(([name]) => !found.columns.some((column) => column.name === name)).map(([name]) => name)
        return [...(missing.length > 0 ? [`流水表缺列 ${missing.join('、')}`] : []), ...(found.primaryKey.join() === 'change_key' ? [] : ['流水表的主键须是 change_key，否则不能认出重复的提交'])]
      }, signal),
    describeTables: (tables, signal) => engine.transact('read', LOOK, (session) => describe(session, tables), signal),
    async tryChange(order, signal) {
      const startedAt = performance.now()
      const image = await engine.transact('trial', order.limits, async (session) => {
        const steps: StepImage[] = []
        for (const [position, step] of order.steps.entries()) steps.push(await carryOut(session, step, position, order.batch))
        await requireNothingElse(session, steps)
        return { format: 1 as const, steps }
      }, signal)
      return { affected: image.steps.map(({ before, after }) => Math.max(before.length, after.length)), tookMs: performance.now() - startedAt, image }
    },
    applyChange: (order, warrant, keep, signal) =>
      commit(order.limits, warrant, sm3(canonicalJson({ steps: order.steps, size: order.batch?.size ?? null })), keep, async (session) => {
        if (order.batch !== undefined) await requireBatchable(session, order)
        const steps: StepImage[] = []
        for (const [position, step] of order.steps.entries()) steps.push(await carryOut(session, step, position, order.batch))
        const [only] = steps
        const last = order.batch === undefined ? undefined : only?.before.at(-1)
        return { steps, lastKey: only === undefined || last === undefined ? null : only.key.map((one) => last[only.columns.indexOf(one)] ?? '') }
      }, signal),
    undoChange: (image, limits, warrant, keep, signal) =>
      commit(limits, warrant, sm3(canonicalJson(image)), keep, async (session) => {
        const steps = await undoSteps(image, { engine, session, conflict, fits: fitsTable, tableOf: (step) => tableOf(session, { ...step, verb: step.verb === 'insert' ? 'delete' : 'update' }), rowsOf: (table, keys) => rowsOf(session, table, keys, true) })
        return { steps, lastKey: null }
      }, signal),
    findOutcome: (key, signal) => engine.transact('read', LOOK, (session) => outcomeOf(session, key), signal),
    readBack: (image, signal) => engine.transact('read', LOOK, (session) => readBack(image, session), signal),
    writeComments: (comments, limits, signal) => writeComments(comments, { engine, limits, schemas: settings.schemas }, signal),
  }

  async function readBack(image: DataImage, session: SqlSession) {
    const differing: string[] = []
    let rows = 0
    // A row that several steps touched is as the last of them left it.
    const expected = new Map<string, { step: StepImage; key: string[]; row: Row | undefined }>()
    for (const step of image.steps) {
      const keyIn = (row: Row) => step.key.map((one) => row[step.columns.indexOf(one)] ?? '')
      const left = new Map(step.after.map((row) => [JSON.stringify(keyIn(row)), row]))
      for (const row of step.before.length > 0 ? step.before : step.after) {
        const key = keyIn(row)
        expected.set(JSON.stringify([step.schema, step.table, key]), { step, key, row: left.get(JSON.stringify(key)) })
      }
    }
    for (const [, group] of Map.groupBy(expected.values(), ({ step }) => `${step.schema}.${step.table}`)) {
      const { step } = group[0] as (typeof group)[number]
      const table = await tableOf(session, { ...step, verb: 'update' })
      const present = await rowsOf(session, table, group.map(({ key }) => key))
      rows += group.length
      for (const [at, { key, row }] of group.entries()) if (JSON.stringify(present[at] ?? null) !== JSON.stringify(row ?? null)) differing.push(`${step.schema}.${step.table} ${key.join('、')}`)
    }
    return { rows, differing }
  }
}
