/**
 * How online commands reach the running centre: as the operator of this machine, by the token that the centre leaves in
 * its data folder for whoever may read it.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { ApiError, apiClient, type Client } from '#shared/api-client.ts'
import type { Api, Endpoints } from '#shared/define-api.ts'
import { chooseHome } from '#platform/config/choose-home.ts'
import { readConfig } from '#platform/config/config.ts'
import { printProblems, type CliIo } from './cli-io.ts'

/** Makes the typed client of an api. */
export type OnlineClient = <E extends Endpoints>(api: Api<E>) => Client<E>

/** Where the centre is and with which token; tests give their own. */
export type ConnectToCentre = () => Promise<{ readonly server: string; readonly token: string }>

export const connectToCentre: ConnectToCentre = async () => {
  const config = readConfig()
  const { home } = await chooseHome(config, config.databaseUrl === undefined)
  const file = path.join(home, 'run', 'operator-token')
  const token = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error && error.code === 'EACCES' ? '当前用户无权读取，请以启动本系统的用户执行' : '没有找到，请先用 npm start 启动本系统，或用 XINYUN_HOME 指明数据目录'
    throw new ApiError({ code: 'server.no-token', status: 0, title: `运维令牌 ${file}：${reason}`, traceId: '' })
  })
  return { server: config.server, token: token.trim() }
}

/** Runs a command against the centre. What the centre refuses is exit 1, a centre that does not answer is exit 3. */
export async function withCentre(io: CliIo, command: Command, connect: ConnectToCentre, work: (client: OnlineClient) => Promise<void>): Promise<void> {
  let place = '中心'
  try {
    const { server, token } = await connect()
    place = server
    await work((api) => apiClient(api, { baseUrl: server, headers: () => ({ authorization: `Bearer ${token}` }) }))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const { status, problems } = error.problem
    const isUnreached = status === 0 || status === 502 || status === 503 || status === 504 || error.problem.code === 'server.bad-answer'
    printProblems(io, command, [{ place, message: error.message }, ...(problems ?? [])], isUnreached ? 3 : 1)
  }
}
