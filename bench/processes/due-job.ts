import { sql } from 'kysely'
import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { defineJob } from '#platform/jobs/job.ts'

/** Every start is written down at once; the effect as a job of the house does it: read what is done, then go on, in one act. */
export const EFFECTS = `
  create table bench_start (number integer not null);
  create table bench_effect (number integer not null, due_at timestamptz not null, started_at timestamptz not null);
  create index on bench_effect (number);
`

export const dueJob = defineJob({
  name: 'bench.fall-due',
  payload: z.object({ number: z.int(), dueAt: z.iso.datetime() }),
  concurrency: 4,
  async perform(runtime, { number, dueAt }) {
    const startedAt = runtime.clock.now()
    await sql`insert into bench_start values (${number})`.execute(runtime.database)
    await act(runtime, { kind: 'system', name: '基准' }, async (ctx) => {
      await sql`select pg_advisory_xact_lock(7100099, ${number})`.execute(ctx.tx)
      await sql`insert into bench_effect select ${number}, ${dueAt}, ${startedAt} where not exists (select from bench_effect where number = ${number})`.execute(ctx.tx)
    })
  },
})
