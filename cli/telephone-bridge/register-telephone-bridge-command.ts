/**
 * `telephone-bridge`: listens as a SIP extension of the exchange and reports its calls to the centre, until SIGTERM. It
 * runs where the exchange can reach it, which need not be where the centre runs.
 */
import { readFile } from 'node:fs/promises'
import { BlockList } from 'node:net'
import path from 'node:path'
import type { Command } from 'commander'
import type { InputProblem } from '#shared/problem.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { readConfig } from '#platform/config/config.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { parseAddressEntry } from '#platform/network/address-entry.ts'
import { startTelephoneBridge } from '#platform/telephony/start-telephone-bridge.ts'
import { printProblems, type CliIo } from '../cli-io.ts'

type Options = { listen: string; webhook: string; secretFile: string; peer: string[]; answerAfter?: string; queue?: string }

export function registerTelephoneBridgeCommand(program: Command, io: CliIo): void {
  program
    .command('telephone-bridge')
    .description('作为总机的一个 SIP 分机旁听来电，把振铃、接听、放弃、结束报给运维中心；SIGTERM 停止')
    .requiredOption('--listen <url>', '监听地址，如 udp://10.1.2.3:5060')
    .requiredOption('--webhook <url>', '运维中心的电话事件地址，如 https://中心/api/telephone-sources/sip-bridge/events')
    .requiredOption('--secret-file <file>', '签名密钥文件（权限须为仅所有者可读）')
    .option('--peer <address...>', '允许来电的总机地址或网段，可写多个；其余来源一律不应答', ['127.0.0.1'])
    .option('--answer-after <seconds>', '振铃多少秒后自行接听；不写则只旁听，由座席话机接听')
    .option('--queue <folder>', '尚未送达的事件存放处；默认在数据目录下')
    .action(async (options: Options, command: Command) => {
      const config = readConfig()
      const listen = readListen(options.listen)
      const peers = readPeers(options.peer)
      const secret = (await readFile(options.secretFile, 'utf8').catch(() => '')).trim()
      const answerAfter = options.answerAfter === undefined ? undefined : Number(options.answerAfter)
      const problems: InputProblem[] = [
        ...(listen ? [] : [{ place: '--listen', message: '应为 udp://地址:端口' }]),
        ...(/^https?:\/\/\S+$/.test(options.webhook) && URL.canParse(options.webhook) ? [] : [{ place: '--webhook', message: '应为 http(s) 地址' }]),
        ...(secret.length >= 32 ? [] : [{ place: '--secret-file', message: '文件读不到，或密钥不足 32 个字符；请在电话来源页面重新生成' }]),
        ...('problem' in peers ? [{ place: '--peer', message: peers.problem }] : []),
        ...(answerAfter === undefined || (answerAfter >= 0 && answerAfter <= 300) ? [] : [{ place: '--answer-after', message: '应为 0 至 300 秒' }]),
      ]
      if (problems.length > 0 || !listen || 'problem' in peers) return printProblems(io, command, problems, 2)
      const log = createLogger({ name: 'telephone-bridge', level: config.logLevel })
      const bridge = await startTelephoneBridge({
        ...listen,
        peers,
        ...(answerAfter === undefined ? {} : { answerAfterMs: answerAfter * 1_000 }),
        webhookUrl: options.webhook,
        secret,
        queueFolder: path.resolve(options.queue ?? path.join(config.home, 'telephone-bridge')),
        clock: systemClock,
        log,
      }).catch((error: unknown) => printProblems(io, command, [{ place: options.listen, message: `无法监听：${error instanceof Error ? error.message : String(error)}` }], 3))
      if (!bridge) return
      io.stdout(`ready udp://${listen.host}:${bridge.port}`)
      await new Promise<void>((resolve) => {
        process.once('SIGTERM', resolve)
        process.once('SIGINT', resolve)
      })
      const { waiting } = await bridge.outbox.counts()
      await bridge.stop()
      io.stderr(waiting === 0 ? '已停止' : `已停止；${waiting} 个事件尚未送达，下次启动继续`)
    })
}

function readListen(text: string): { host: string; port: number } | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'udp:' && url.hostname !== '' && url.port !== '' ? { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port) } : undefined
}

function readPeers(entries: readonly string[]): BlockList | { problem: string } {
  const list = new BlockList()
  for (const entry of entries) {
    try {
      const parsed = parseAddressEntry(entry)
      if ('host' in parsed) return { problem: `${entry}：须为地址或网段` }
      list.addSubnet(parsed.network, parsed.prefix, parsed.family === 4 ? 'ipv4' : 'ipv6')
    } catch (error) {
      return { problem: error instanceof Error ? error.message : entry }
    }
  }
  return list
}
