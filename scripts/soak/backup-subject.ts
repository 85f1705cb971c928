import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { programFolder } from '#platform/config/config.ts'
import { withConnection } from '#platform/database/connect.ts'
import { openLocalStorage } from '#platform/storage/archive-storage.ts'
import { readBack } from '#services/backup/checks/read-back.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { verifyEvidence } from '#spine/evidence/verify-evidence.ts'
import { openBenchBed } from '../../bench/bench-bed.ts'
import type { Subject } from './subject.ts'
import { startTarget } from './start-target.ts'

const SOURCE = 'market-supervision.soak'
const FIXTURE = path.join(programFolder, 'services', 'backup', 'testing', 'run-backup.fixture.ts')

/** Backups by a process that dies at some moment of its course: what is called done is in the catalogue and in the storage, and the other way round; every archive can be read; the chain of evidence holds. */
export function backupSubject(kind: 'postgres' | 'mysql'): Subject {
  return async () => {
    const target = await startTarget(kind)
    const bed = await openBenchBed()
    await target.run(kind === 'postgres' ? `create table noise as select i, md5(random()::text) || md5(random()::text) as t from generate_series(1, 60000) i` : `create table noise as select seq as i, concat(md5(rand()), md5(rand())) as t from seq_1_to_60000`)
    const key = randomBytes(32)
    const box = createSecretBox({ current: { id: '00000001', key }, find: () => key })
    const componentId = await bed.centre.asSystem('耐久', async (ctx) => {
      const id = await registerComponent(ctx, { subsystem: 'market-supervision', kind: 'backup-set', name: 'soak', title: '耐久' })
      await setConnection(ctx, id, { connector: kind, settings: { host: '127.0.0.1', port: target.port, database: target.database, username: target.username }, secrets: { password: target.password } })
      return id
    })
    const ask = async <T>(text: string, values: unknown[] = []) => withConnection(bed.url, async (client) => (await client.query(text, values)).rows as T[])
    // The child opens what this process has sealed for it.
    await ask('update spine.connection set secrets_sealed = $1, version = version + 1 where component_id = $2', [box.seal(JSON.stringify({ password: target.password }), `connection/${componentId}`), componentId])
    const start = async () => {
      const child = spawn(process.execPath, [FIXTURE, bed.url, bed.home, key.toString('hex'), SOURCE], { stdio: ['ignore', 'pipe', 'inherit'] })
      const told: string[] = []
      child.stdout.on('data', (chunk: Buffer) => told.push(chunk.toString()))
      const closed = once(child, 'close')
      await once(child.stdout, 'data')
      return { child, told, closed }
    }
    const whole = async () => {
      const { told, closed } = await start()
      const startedAt = performance.now()
      await closed
      return { isDone: told.join('').includes('"state":"done"'), told: told.join(''), took: performance.now() - startedAt }
    }
    const forget = () => ask(`update backup.run set heartbeat_at = heartbeat_at - interval '1 hour' where state = 'running'`)
    const first = await whole()
    if (!first.isDone) throw new Error(`the unkilled backup failed: ${first.told}`)
    const folder = path.join(bed.home, 'backups', SOURCE)
    return {
      async strike(share) {
        const { child, closed } = await start()
        await Promise.race([closed, pause(share * first.took)])
        child.kill('SIGKILL')
        await closed
        // Half a minute of silence is how a dead run is known: here it passes at once.
        await forget()
        const [counts] = await ask<{ done: number; found: number }>(`select (select count(*)::int from backup.run where state = 'done') as done, (select count(*)::int from backup.archive) as found`)
        return { isKilled: child.signalCode === 'SIGKILL', problem: counts?.done === counts?.found ? '' : `${counts?.done} 次称完成，备份目录有 ${counts?.found} 份` }
      },
      async settle() {
        const problems: string[] = []
        const last = await whole()
        if (!last.isDone) problems.push(`最后一次没有完成：${last.told.trim()}`)
        const archives = await ask<{ id: string; name: string; sm3: string; bytes: string; raw: string }>('select archive_id as id, object_name as name, sm3, bytes, raw_bytes as raw from backup.archive')
        const present = (await readdir(folder)).filter((name) => !name.endsWith('.json'))
        const known = archives.map(({ name }) => path.basename(name))
        problems.push(...present.filter((name) => !known.includes(name)).map((name) => `存储中多出 ${name}`), ...known.filter((name) => !present.includes(name)).map((name) => `存储中没有 ${name}`))
        const storage = openLocalStorage(path.join(bed.home, 'backups'))
        for (const { id, name, sm3, bytes, raw } of archives) {
          const { verdict, lines } = await readBack(storage, name, { archive: id, sm3, bytes: Number(bytes), rawBytes: Number(raw) }, { box })
          if (verdict !== 'passed') problems.push(`${name} 读回不符：${lines.join('；')}`)
        }
        const [left] = await ask<{ n: number }>(`select count(*)::int as n from backup.run where state = 'running'`)
        if (left?.n !== 0) problems.push(`${left?.n} 次作业仍称在进行`)
        const verdict = await verifyEvidence(bed.centre.runtime, bed.centre.runtime.attached.keeping)
        if (verdict.problems.length > 0) problems.push(`证据链：${verdict.problems.length} 处不符`)
        return problems
      },
      async close() {
        await bed.close()
        await target.stop()
      },
    }
  }
}
