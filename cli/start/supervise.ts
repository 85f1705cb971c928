import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { childEnvironment, programFolder } from '#platform/config/config.ts'

export type Supervised = {
  /** Resolves when the process has said that it is ready; rejects when it ends before. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

/** Left alone, an engine that streams a million rows keeps a hundred megabytes of garbage more, and gains nothing by it: seven processes share the machine. */
const YOUNG_GENERATION = '--max-semi-space-size=16'

export type SuperviseOptions = {
  readonly name: string
  /** Entry point below the program folder. */
  readonly entry: string
  readonly parameters: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** The process writes its log here; standard output of the program stays for the one line that scripts wait for. */
  readonly logFile: string
  /** Seconds after which a process that ended by itself is started again. */
  readonly restartAfterSeconds: number
  say(text: string): void
}

const STOP_TIMEOUT_MS = 8_000

/**
 * Runs one process of ours and starts it again when it dies. The channel between the two tells each of the other's
 * death: a supervisor killed with -9 leaves no process behind.
 */
export function supervise(options: SuperviseOptions): Supervised {
  let child: ChildProcess | undefined
  let isStopping = false
  let restart: NodeJS.Timeout | undefined
  let settle: { resolve(): void; reject(error: Error): void } | undefined
  const ready = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })

  const start = () => {
    mkdirSync(path.dirname(options.logFile), { recursive: true, mode: 0o700 })
    const log = openSync(options.logFile, 'a', 0o600)
    const running = spawn(process.execPath, [YOUNG_GENERATION, path.join(programFolder, options.entry), ...options.parameters], {
      env: childEnvironment(options.environment),
      stdio: ['ignore', log, log, 'ipc'],
      cwd: programFolder,
    })
    closeSync(log)
    child = running
    running.on('message', (message) => {
      if ((message as { kind?: string }).kind !== 'ready') return
      settle?.resolve()
      settle = undefined
    })
    running.on('error', (error) => settle?.reject(error))
    running.on('exit', (code, signal) => {
      child = undefined
      if (isStopping) return
      if (settle) {
        settle.reject(new Error(`${options.name} 未能启动（${signal ?? `退出码 ${code}`}）。日志 ${options.logFile} 末尾：\n${tail(options.logFile)}`))
        settle = undefined
        return
      }
      options.say(`${options.name} 意外停止（${signal ?? `退出码 ${code}`}），${options.restartAfterSeconds} 秒后重新启动`)
      restart = setTimeout(start, options.restartAfterSeconds * 1000)
    })
  }
  start()

  return {
    ready,
    async stop() {
      isStopping = true
      clearTimeout(restart)
      const running = child
      if (!running || running.exitCode !== null) return
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => running.kill('SIGKILL'), STOP_TIMEOUT_MS)
        running.on('exit', () => {
          clearTimeout(force)
          resolve()
        })
        running.kill('SIGTERM')
      })
    },
  }
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').slice(-2_000).split('\n').slice(-12).join('\n')
}
