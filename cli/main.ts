import { Command, CommanderError } from 'commander'
import { ConfigError } from '#platform/config/config.ts'
import { registerBackupCommands } from './backup/register-backup-commands.ts'
import { registerCalendarCommands } from './calendar/register-calendar-commands.ts'
import type { CliIo } from './cli-io.ts'
import { registerClockCommands } from './clock/register-clock-commands.ts'
import { registerContractCommands } from './contract/register-contract-commands.ts'
import { registerEvidenceCommands } from './evidence/register-evidence-commands.ts'
import { registerInventoryCommands } from './inventory/register-inventory-commands.ts'
import { registerReportCommand } from './report/register-report-command.ts'
import { registerInspectCommand } from './inspect/register-inspect-command.ts'
import { registerStartCommand } from './start/register-start-command.ts'
import { registerTelephoneBridgeCommand } from './telephone-bridge/register-telephone-bridge-command.ts'

const NEEDED_NODE = 24

/** With install scripts off, npm falls back to the system's Node without a word: say it here. */
function requireNode(): void {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= NEEDED_NODE) return
  process.stderr.write(`需要 Node ${NEEDED_NODE}，当前是 ${process.versions.node}。请执行 npm ci，然后用 npm start 或 ./xinyun 启动（它们使用项目自带的 Node）\n`)
  process.exit(2)
}

requireNode()

const io: CliIo = {
  stdout: (text) => process.stdout.write(`${text}\n`),
  stderr: (text) => process.stderr.write(`${text}\n`),
  setExit: (code) => {
    process.exitCode = code
  },
}

const program = new Command('xinyun')
  .description('信运：运维中心与六个子系统')
  .option('--json', '只输出一个 JSON 值，供脚本读取')
  .helpOption('-h, --help', '显示帮助')
  .helpCommand('help [command]', '显示某个命令的帮助')
  .exitOverride()

for (const register of [registerStartCommand, registerContractCommands, registerCalendarCommands, registerClockCommands, registerEvidenceCommands, registerReportCommand, registerInspectCommand, registerInventoryCommands, registerBackupCommands, registerTelephoneBridgeCommand]) register(program, io)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else if (error instanceof ConfigError) {
    io.stderr(error.message)
    process.exitCode = 2
  } else throw error
}
