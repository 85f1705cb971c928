import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

import { codeOf, failure } from '../network-failure.ts'
import { type Host, hostCommands, hostFiles } from './host.ts'

/** The machine that the centre runs on; no shell. */
export function localHost(maxBytes: number): Host {
  return {
    async read(file, signal) {
      try {
        return await readFile(hostFiles[file], { encoding: 'utf8', signal })
      } catch (error) {
        if (signal.aborted) throw error
        throw failure(codeOf(error) === 'EACCES' ? 'forbidden' : 'unsupported', '本机', `读不到 ${hostFiles[file]}（${codeOf(error) ?? ''}）`)
      }
    },
    run: (command, signal) =>
      new Promise((resolve, reject) => {
        const [program, ...args] = hostCommands[command] as readonly [string, ...string[]]
        execFile(program, args, { signal, maxBuffer: maxBytes, env: { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' } }, (error, output, problem) => {
          const code = error === null ? 0 : error.code
          if (typeof code === 'number') return resolve({ output, problem, exitCode: code })
          if (code === 'ENOENT') return reject(failure('unsupported', '本机', `没有命令 ${program}`))
          return reject(code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' ? failure('bad-answer', '本机', `应答超过 ${maxBytes} 字节，已放弃`) : (error ?? new Error('no exit code')))
        })
      }),
  }
}
