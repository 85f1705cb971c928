/**
 * `backup open FILE`: an archive made readable without any centre, by the recovery code in XINYUN_PASSWORD. For the day on which the
 * centre itself is lost: the result is what `pg_restore`, the `mariadb` client or `tar` take.
 */
import { createReadStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Command } from 'commander'
import { escrowKeyOf, readArchive } from '#platform/archives/archive.ts'
import { readConfig } from '#platform/config/config.ts'
import { makeDurable } from '#platform/crypto/write-private-file.ts'
import { SealedStreamError } from '#platform/crypto/sealed-stream.ts'
import { printProblems, printResult, type CliIo } from '../cli-io.ts'

export function registerOpenArchive(backup: Command, io: CliIo): void {
  backup
    .command('open')
    .description('不依赖运维中心打开一份归档（托管口令取自 XINYUN_PASSWORD），供灾后恢复')
    .argument('<file>', '归档文件（.xyb）')
    .requiredOption('--out <file>', '写到哪里')
    .action(async (file: string, options: { out: string }, command: Command) => {
      const code = readConfig().urlPassword
      if (!code) return printProblems(io, command, [{ place: 'XINYUN_PASSWORD', message: '请把托管口令放在环境变量 XINYUN_PASSWORD 中' }], 2)
      const unfinished = `${options.out}.unfinished`
      try {
        const { header, content } = await readArchive(createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>, { escrow: (escrow) => escrowKeyOf(code, escrow) })
        await rm(unfinished, { force: true })
        await content.into(unfinished)
        await makeDurable(unfinished)
        await rename(unfinished, options.out)
        printResult(io, command, { ok: true, archive: header.archive, content: header.content, startedAt: header.startedAt, out: options.out }, [`已打开：${header.startedAt} 的${{ 'postgres-custom': ' PostgreSQL 归档，请用 pg_restore 恢复', sql: ' SQL，请用 mariadb 客户端恢复', files: '文件（tar）', keys: '密钥（tar）' }[header.content] ?? '内容'}`])
      } catch (error) {
        await rm(unfinished, { force: true })
        if (!(error instanceof Error) || !(error instanceof SealedStreamError || 'code' in error)) throw error
        printProblems(io, command, [{ place: file, message: error instanceof SealedStreamError ? error.message : `不能读写：${String(error)}` }], 1)
      }
    })
}
