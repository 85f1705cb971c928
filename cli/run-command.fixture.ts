/** Runs one command in-process for tests: what it printed, the parsed JSON if it was asked for, and the exit code. */
import { Command } from 'commander'
import type { CliIo, ExitCode } from './cli-io.ts'

export type CommandRun = { readonly stdout: string; readonly stderr: string; readonly exit: ExitCode; readonly json: Record<string, unknown> }

export async function runCommand(register: (program: Command, io: CliIo) => void, words: readonly string[]): Promise<CommandRun> {
  let [stdout, stderr] = ['', '']
  let exit: ExitCode = 0
  const program = new Command('xinyun').option('--json').exitOverride()
  register(program, {
    stdout: (text) => (stdout += `${text}\n`),
    stderr: (text) => (stderr += `${text}\n`),
    setExit: (code) => (exit = code),
  })
  await program.parseAsync([...words], { from: 'user' })
  return { stdout, stderr, exit, json: words.includes('--json') ? (JSON.parse(stdout) as Record<string, unknown>) : {} }
}
