import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const login = z.object({ username: z.string(), password: z.string() })

/** What an operator needs to enter one subsystem: its demo accounts, the inspection's account and its read-only database login. */
export const subsystemAccounts = z.object({
  subsystem: z.string(),
  title: z.string(),
  /** People of the demonstration; `password` is the initial one and must be changed at the first sign-in. */
  people: z.array(z.object({ username: z.string(), displayName: z.string(), roles: z.array(z.string()), password: z.string() })),
  /** The inspection's account: its password is renewed by the system itself. */
  probe: login.extend({ renewedAt: z.iso.datetime() }),
  /** Accounts of other programs, one for each thing that they may do here. */
  services: z.array(z.object({ username: z.string(), token: z.string() })),
  /** Absent when the given database login may not create others. */
  database: z.object({ application: login, probe: login, backup: login.optional(), keeper: login.optional() }).optional(),
})
export type SubsystemAccounts = z.output<typeof subsystemAccounts>

export function accountsFile(home: string, slug: string): string {
  return path.join(home, 'subsystems', slug, 'accounts.json')
}

/** What was written before; undefined on the first start. A damaged file is an error, because its passwords cannot be made again. */
export async function readAccounts(file: string): Promise<Partial<SubsystemAccounts> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const parsed = subsystemAccounts.partial().safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`账号文件 ${file} 内容有误：${z.prettifyError(parsed.error)}。请从备份恢复`)
  return parsed.data
}

/** Replaces the file in one step, readable by its owner only. */
export async function writeAccounts(file: string, accounts: Partial<SubsystemAccounts>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const written = `${file}.new`
  await writeFile(written, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600, flush: true })
  await chmod(written, 0o600)
  await rename(written, file)
}
