import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** Folder of the checkout or of the unpacked bundle. */
export const programFolder = path.resolve(import.meta.dirname, '..', '..')

const environment = z.object({
  XINYUN_HOME: z.string().min(1).optional(),
  XINYUN_PORT: z.coerce.number({ error: 'XINYUN_PORT 须为 1024–65528 的端口号' }).int().min(1024).max(65528).default(7100),
  XINYUN_HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'DATABASE_URL 须为 postgres:// 地址' }).optional(),
  XINYUN_SUBSYSTEM_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'XINYUN_SUBSYSTEM_DATABASE_URL 须为 postgres:// 地址' }).optional(),
  XINYUN_MASTER_KEY_FILE: z.string().min(1).optional(),
  XINYUN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  XINYUN_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'XINYUN_PUBLIC_URL 须为 http(s) 地址' }).optional(),
  XINYUN_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'XINYUN_SMTP_URL 须为 smtp:// 或 smtps:// 地址' }).optional(),
  XINYUN_MAIL_FROM: z.string().default('xinyun@localhost'),
  XINYUN_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: 'XINYUN_WEBHOOK_URL 须为 http(s) 地址' }).optional(),
  XINYUN_WEBHOOK_SECRET: z.string().min(16, 'XINYUN_WEBHOOK_SECRET 至少 16 个字符，与接收方约定').optional(),
  XINYUN_SERVER: z.url().optional(),
  XINYUN_PASSWORD: z.string().optional(),
  CI: z.string().optional(),
}).refine((one) => !one.XINYUN_WEBHOOK_URL || one.XINYUN_WEBHOOK_SECRET, { path: ['XINYUN_WEBHOOK_SECRET'], error: '设置了 XINYUN_WEBHOOK_URL，还须设置签名密钥 XINYUN_WEBHOOK_SECRET' })

export type Config = {
  /** Data folder; absent settings mean the default is chosen at start (it depends on what the embedded server can reach). */
  readonly home: string
  readonly isHomeChosen: boolean
  readonly port: number
  /** Address to listen on; loopback unless set, a reverse proxy stands in front of anything wider. */
  readonly host: string
  readonly databaseUrl?: string
  readonly subsystemDatabaseUrl?: string
  readonly masterKeyFile: string
  readonly logLevel: string
  /** Address under which people outside reach the console through the reverse proxy. */
  readonly publicUrl?: string
  readonly smtpUrl?: string
  readonly mailFrom: string
  /** Where reminders are posted, and the key of their signature. */
  readonly webhook?: { readonly url: string; readonly secret: string }
  /** Address of the running centre for online commands. */
  readonly server: string
  /** Password for a database URL given on the command line. */
  readonly urlPassword?: string
  readonly isContinuousIntegration: boolean
}

/** Wrong settings, all of them at once. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`配置有误：\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** Reads the environment once. The only reader of process.env in the program. */
export function readConfig(source: Readonly<Record<string, string | undefined>> = process.env): Config {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(present)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`))
  }
  const settings = parsed.data
  const home = path.resolve(settings.XINYUN_HOME ?? path.join(programFolder, '.xinyun'))
  const port = settings.XINYUN_PORT
  return Object.freeze({
    home,
    isHomeChosen: settings.XINYUN_HOME !== undefined,
    port,
    host: settings.XINYUN_HOST,
    ...(settings.DATABASE_URL ? { databaseUrl: settings.DATABASE_URL } : {}),
    ...(settings.XINYUN_SUBSYSTEM_DATABASE_URL ? { subsystemDatabaseUrl: settings.XINYUN_SUBSYSTEM_DATABASE_URL } : {}),
    masterKeyFile: settings.XINYUN_MASTER_KEY_FILE ? path.resolve(settings.XINYUN_MASTER_KEY_FILE) : path.join(home, 'keys', 'master.key'),
    logLevel: settings.XINYUN_LOG_LEVEL,
    ...(settings.XINYUN_PUBLIC_URL ? { publicUrl: settings.XINYUN_PUBLIC_URL } : {}),
    ...(settings.XINYUN_SMTP_URL ? { smtpUrl: settings.XINYUN_SMTP_URL } : {}),
    mailFrom: settings.XINYUN_MAIL_FROM,
    ...(settings.XINYUN_WEBHOOK_URL && settings.XINYUN_WEBHOOK_SECRET ? { webhook: { url: settings.XINYUN_WEBHOOK_URL, secret: settings.XINYUN_WEBHOOK_SECRET } } : {}),
    server: settings.XINYUN_SERVER ?? `http://127.0.0.1:${port}`,
    ...(settings.XINYUN_PASSWORD ? { urlPassword: settings.XINYUN_PASSWORD } : {}),
    isContinuousIntegration: settings.CI === 'true',
  })
}

/** Folders in which programs of the machine are looked for; `chosen` (XINYUN_TOOL_PATH) replaces the search when it is given. */
export function toolFolders(): { readonly chosen?: readonly string[]; readonly standard: readonly string[] } {
  const split = (text: string | undefined) => (text ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder))
  const chosen = split(process.env['XINYUN_TOOL_PATH'])
  return { ...(chosen.length > 0 ? { chosen } : {}), standard: [...split(process.env['PATH']), '/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'] }
}

/** Environment for a child process of ours: the parent's, with the settled values written over it. */
export function childEnvironment(overrides: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(inherited), ...overrides }
}

/** True in a checkout with development tools, false in an installed bundle. */
export function isCheckout(): boolean {
  return existsSync(path.join(programFolder, 'node_modules', 'ts7'))
}
