import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Connection } from '../database/connection.ts'
import type { PersonalData } from '../personal-data.ts'
import { sharedWorkflows } from '../reference/shared-reference.ts'
import type { Workflow } from '../reference/workflow.ts'
import type { SubsystemDefinition } from '../subsystem-definition.ts'
import { createDraw } from './draw.ts'
import { alignIdentities, writeRows, type Row } from './load-rows.ts'
import { makeCases, validityEnd } from './make-cases.ts'
import type { SeedContext, SyntheticCertificate } from './seed-context.ts'
import { historyOf, tellWalk, walkWorkflow, type ToldState } from './walk-workflow.ts'
import { createWorld } from './world.ts'

export type FillOptions = { readonly subsystem: SubsystemDefinition; readonly personalData: PersonalData; readonly clock: Clock; readonly scale: number; readonly seed: string }

const certificateWorkflow = sharedWorkflows.find(({ code }) => code === 'certificate') as Workflow

/** Fills a new database with synthetic data, in one transaction; a database that was filled before is left alone. */
export async function fillDatabase(client: Connection, options: FillOptions): Promise<'filled' | 'present'> {
  const { rowCount } = await client.query('select 1 from master.synthetic_run')
  if (rowCount) return 'present'
  const now = options.clock.now()
  await client.query('begin')
  try {
    const history: Row[] = []
    const context = await createSeedContext(client, options, now, history)
    for (const [table, rows] of context.world.rows) await context.load(table, rows)
    await options.subsystem.seed(context)
    await context.load('casework.state_change', history)
    await context.load('master.synthetic_run', [{ seed: options.seed, scale: options.scale, based_on: context.today, filled_at: context.now }])
    await alignIdentities(client, ['master', 'casework', options.subsystem.schema])
    await client.query('commit')
    // Fresh statistics, so that the first queries are planned for the rows that are there.
    await client.query('analyze')
    return 'filled'
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function createSeedContext(client: Connection, options: FillOptions, instant: Date, history: Row[]): Promise<SeedContext> {
  const { scale, personalData } = options
  const [today, now] = [businessDate(instant), instant.toISOString()]
  const { rows: items } = await client.query<{ licence_item_id: number; item_code: string; promise_days: number }>('select licence_item_id, item_code, promise_days from casework.licence_item')
  const itemsByCode = new Map(items.map((item) => [item.item_code, { licenceItemId: item.licence_item_id, promiseDays: item.promise_days }]))
  let nextCase = 1
  let nextCertificate = 1

  const context: SeedContext = {
    draw: createDraw(`${options.seed}/${options.subsystem.slug}`),
    today, now, scale, personalData,
    // Not forked by subsystem: the six systems know the same invented city.
    world: createWorld(createDraw(options.seed), { scale, today, now, personalData }),
    load: (table, rows) => writeRows(client, table, rows),
    run: async (statement, values = []) => { await client.query(statement, [...values]) },
    live(workflow, objectId, draw, start, { by = '经办岗', slowestDays = 6, states } = {}) {
      const walk = states ? tellWalk(states, start, now) : walkWorkflow(workflow, draw, start, now, slowestDays)
      history.push(...historyOf(workflow.code, objectId, walk, by))
      return walk
    },
    async makeCases(request) {
      const item = itemsByCode.get(request.itemCode)
      if (!item) throw new Error(`licence item ${request.itemCode} is not declared by the subsystem`)
      const made = await makeCases(context, request, item, nextCase)
      nextCase += request.count
      return made
    },
    async makeCertificates(requests) {
      const draw = context.draw.fork(`certificates ${nextCertificate}`)
      const made = requests.map((request): SyntheticCertificate => {
        const certificateId = nextCertificate
        nextCertificate += 1
        const validTo = validityEnd(request.issuedOn, request.validYears)
        const states: ToldState[] = validTo < today ? ['valid', ['expired', addDays(validTo, 1)]] : request.issuedOn < addDays(today, -2) && draw.chance(0.04) ? ['valid', draw.pick(['suspended', 'cancelled', 'revoked'])] : ['valid']
        const { state } = context.live(certificateWorkflow, certificateId, draw, `${request.issuedOn}T10:00:00+08:00`, { states, by: '制证岗' })
        return { ...request, certificateId, validTo, state }
      })
      await context.load('casework.certificate', made.map((one) => ({
        certificate_id: one.certificateId, cert_no: one.certNo, cert_type: one.certType, enterprise_id: one.enterpriseId ?? null, person_id: one.personId ?? null, case_item_id: one.caseItemId ?? null,
        issue_org: '北京市住房和城乡建设委员会（示例）', issued_on: one.issuedOn, valid_from: one.issuedOn, valid_to: one.validTo, state: one.state, verify_token: draw.hex(32), version: 1,
      })))
      return made
    },
  }
  return context
}
