import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import { loadContract } from '#spine/contracts/load-contract.ts'
import { spineEvidenceKind } from '#spine/evidence/evidence.ts'
import { openDueWork } from '#spine/obligations/open-due-work.ts'
import type { Service } from '#spine/service.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import { CONTRACT_2024, spineTestBed, type SpineTestBed } from '#tests/support/spine-test-bed.ts'

export type ServiceCase = {
  /** One obligation that the service carries out by itself, and a period of it. */
  readonly obligation: string
  readonly subsystem: string
  /** When the work opens, an instant at which it is done in time, one after its due moment. */
  readonly opensAt: string
  readonly inTime: string
  readonly tooLate: string
  /** Registers what the work needs: components, connections. */
  prepare(bed: SpineTestBed): Promise<void>
  /** Services whose work the work asks for. */
  readonly beside?: readonly Service[]
} & (PlannedCase | CalledCase)

/** The duty is planned, and its order carried out by the system. */
type PlannedCase = { readonly periodKey: string }
/** The duty is called up by a request: `call` hands one in and answers with its number, `carryOut` does the work up to acceptance. */
type CalledCase = { call(bed: SpineTestBed): Promise<string>; carryOut(bed: SpineTestBed): Promise<void> }

/** What every service owes: one obligation through the five acts; no evidence is missed, late is late, edited is refused. */
export function testService(service: Service, example: ServiceCase): void {
  const kind = service.workOrders.find((one) => one.obligations.includes(example.obligation))

  async function opened() {
    const services = [service, ...(example.beside ?? [])]
    const bed = await spineTestBed({ now: example.opensAt, services, migrations: services.flatMap(({ migrations }) => migrations ?? []) })
    await example.prepare(bed)
    const periodKey = 'call' in example ? await example.call(bed) : example.periodKey
    while ((await bed.asSystem(openDueWork)) > 0);
    const { occurrenceId } = await bed.occurrence(example.obligation, example.subsystem, periodKey)
    const { rows } = await bed.pool.query<{ work_order_id: string; kind: string; state: string }>('select work_order_id, kind, state from spine.work_order where occurrence_id = $1', [occurrenceId])
    return { bed, occurrenceId, periodKey, order: rows[0] }
  }
  async function perform(bed: SpineTestBed, workOrderId: string) {
    if ('carryOut' in example) return example.carryOut(bed)
    await performWorkOrderJob.perform(bed.runtime, { workOrderId }, { id: 'conformance', signal: new AbortController().signal })
  }
  async function verdict({ bed, occurrenceId, periodKey }: { bed: SpineTestBed; occurrenceId: string; periodKey: string }) {
    await bed.asSystem((ctx) => assessOccurrences(ctx, [occurrenceId]))
    return (await bed.occurrence(example.obligation, example.subsystem, periodKey)).verdict
  }

  describe(`the service ${service.title}`, () => {
    it('claims obligations of its own module and proves them with kinds that the contract knows', () => {
      const document = loadContract(CONTRACT_2024)
      for (const code of service.obligations.codes) {
        const obligation = document.obligations.find(({ id }) => id === code)
        assert.ok(obligation, `the contract has no obligation ${code}`)
        assert.equal(document.modules.find((module) => module.code === obligation.module)?.service, service.name, `${code} belongs to another module`)
      }
      const known = new Set<string>([...Object.keys(document.evidenceKinds), ...spineEvidenceKind.values])
      assert.deepEqual(service.evidence.map((one) => one.kind).filter((one) => !known.has(one) && !one.startsWith(`${service.name}.`)), [], 'evidence kinds outside the contract carry the name of the service')
    })

    it('carries one obligation through the five acts', async () => {
      assert.ok(kind, `${example.obligation} has no work order kind`)
      assert.equal(kind.perform !== undefined, !('call' in example), 'what is planned is carried out by the system, what is called up by a request follows it')
      const open = await opened()
      const { bed, order } = open
      assert.equal(order?.kind, kind.kind, 'the occurrence opened an order of the declared kind')
      assert.equal(await verdict(open), 'not-yet-due')
      bed.at(example.inTime)
      await perform(bed, order.work_order_id)
      const { rows: evidence } = await bed.pool.query<{ evidence_id: string; kind: string; body: unknown }>('select e.evidence_id, e.kind, e.body from spine.evidence e join spine.work_order_evidence l using (evidence_id) where l.work_order_id = $1', [order.work_order_id])
      assert.ok(evidence.length > 0, 'work without evidence')
      for (const { kind: evidenceKind, body } of evidence) service.evidence.find((one) => one.kind === evidenceKind)?.body.parse(body)
      assert.equal(await verdict(open), 'met')

      if (!('call' in example)) await perform(bed, order.work_order_id)
      const again = await bed.pool.query('select count(*)::int as n from spine.work_order_evidence where work_order_id = $1', [order.work_order_id])
      assert.equal(again.rows[0].n, evidence.length, 'performed again, it proves nothing twice')

      for (const chapter of service.reports.filter((one) => one.kinds.includes('monthly'))) {
        const { contractId } = (await bed.pool.query<{ contractId: string }>('select contract_id as "contractId" from spine.contract')).rows[0] as { contractId: string }
        const month = example.inTime.slice(0, 7)
        const composed = await bed.asSystem((ctx) => chapter.compose(ctx, { kind: 'monthly', key: month, from: `${month}-01`, to: `${month}-28`, isPartial: true, contractId }))
        assert.ok(composed.blocks.length > 0, `chapter ${chapter.title} says nothing`)
        for (const figure of composed.figures) assert.ok(figure.source.query.length > 0, `${figure.label} has no source`)
      }
      await assert.rejects(bed.pool.query("update spine.evidence set title = '改过'"), /只允许新增/)
      await assert.rejects(bed.pool.query('delete from spine.work_order_evidence'), /只允许新增/)
    })

    it('is missed without evidence and late after the due moment', async () => {
      const open = await opened()
      const { bed, order } = open
      bed.at(example.tooLate)
      assert.equal(await verdict(open), 'missed')
      assert.ok(order)
      await perform(bed, order.work_order_id)
      assert.equal(await verdict(open), 'late')
    })
  })
}
