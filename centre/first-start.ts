import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { businessDate } from '#shared/instant.ts'
import { programFolder, type Config } from '#platform/config/config.ts'
import { writePrivateFile } from '#platform/crypto/write-private-file.ts'
import { demonstrationTerm } from '#spine/contracts/demonstration-term.ts'
import { findCurrentContract } from '#spine/contracts/contracts.store.ts'
import { importContract } from '#spine/contracts/import-contract.ts'
import { loadContract } from '#spine/contracts/load-contract.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { startRun } from '#services/inspection/runs/start-run.ts'
import { openDueWork } from '#spine/obligations/open-due-work.ts'
import { registerDemonstrationParties } from './demonstration-parties.ts'
import { demonstrationPeople } from './demonstration-people.ts'
import type { Centre } from './open-centre.ts'
import { registerLiveSubsystems } from './register-live-subsystems.ts'
import { localOperatorRole } from './roles.ts'

const CONTRACT_FOLDER = path.join(programFolder, 'contracts', 'beijing-credit-platform-2024')

/**
 * What every start makes sure of, and what only the very first one does: a labelled demonstration term of twelve months
 * from today with the contract's obligations, demo accounts, the parties with their rosters, the six live subsystems in the register, and their first
 * inspection at once. Real work on real systems; only the term is a demonstration, and says so.
 */
export async function firstStart(centre: Centre, config: Config): Promise<void> {
  await ensureOperatorToken(centre, config.home)
  const isFirst = await centre.asSystem('首次启动', async (ctx) => (await findCurrentContract(ctx)) === undefined)
  if (isFirst) {
    const document = demonstrationTerm(loadContract(CONTRACT_FOLDER), businessDate(centre.runtime.clock.now()))
    const userIds = await openDemonstrationAccounts(centre, config.home)
    await centre.asSystem('首次启动', async (ctx) => {
      await importContract(ctx, document)
      await registerDemonstrationParties(ctx, userIds)
    })
  }
  // Also later: a subsystem that starts for the first time, or gives its probe a new password, is registered anew.
  await centre.asSystem('登记子系统', (ctx) => registerLiveSubsystems(ctx, config))
  if (isFirst) await centre.asSystem('首次启动', inspectAtOnce)
}

/** What is due is opened; a system whose first part week owes no inspection (a start at a weekend) is inspected outside the plan. */
async function inspectAtOnce(ctx: SpineCtx): Promise<void> {
  await openDueWork(ctx)
  const db = spineTables(ctx)
  const planned = await db.selectFrom('spine.workOrder').select('subsystem').where('kind', 'in', ['inspection.run-weekly', 'inspection.run-daily']).execute()
  const registered = await db.selectFrom('spine.component').select('subsystem').distinct().where('isRetired', '=', false).orderBy('subsystem').execute()
  for (const { subsystem } of registered) {
    if (!planned.some((order) => order.subsystem === subsystem)) await startRun(ctx, { subsystem })
  }
}

/** The command line on this machine is known by a token that only the owner of the data folder can read. */
async function ensureOperatorToken(centre: Centre, home: string): Promise<void> {
  const file = path.join(home, 'run', 'operator-token')
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  let token = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (token.length < 32) {
    token = randomBytes(32).toString('base64url')
    await writePrivateFile(file, `${token}\n`)
  }
  await centre.asSystem('本机命令行', (ctx) => centre.identity.ensureServiceAccount(ctx, { username: 'local-operator', displayName: localOperatorRole.title, roles: [localOperatorRole.code], token }))
}

/** One account for each role, with a random password that must be changed at the first sign-in. */
async function openDemonstrationAccounts(centre: Centre, home: string): Promise<ReadonlyMap<string, string>> {
  const lines = ['# 演示账号：口令随机生成，首次登录须更换。本文件只有数据目录的所有者可读。']
  const userIds = new Map<string, string>()
  for (const person of demonstrationPeople) {
    const { userId, initialPassword } = await centre.asSystem('首次启动', (ctx) => centre.identity.createUser(ctx, person))
    userIds.set(person.username, userId)
    lines.push(`${person.username}\t${initialPassword}\t${person.displayName}`)
  }
  await writePrivateFile(path.join(home, 'demo-accounts.txt'), `${lines.join('\n')}\n`)
  return userIds
}
