import { lookup } from 'node:dns/promises'
import { BlockList, isIP, SocketAddress } from 'node:net'

import { parseAddressEntry } from '#platform/network/address-entry.ts'
import { type AllowList, ConnectorError, defaultLimits } from './connector.ts'
import { finishWithin } from './finish-within.ts'

/** A checked place to connect to. Connect to `address`, never to `host`: the name could resolve differently the second time. */
export type Target = {
  /** As configured: for the Host header, TLS server name and messages. */
  readonly host: string
  readonly port: number
  readonly address: string
  readonly family: 4 | 6
  /** `address:port`, the same for every name of the target. */
  readonly key: string
}

/**
 * Resolves `host` and returns the first of its addresses that the list allows (IPv4 first).
 *
 * Entries: `10.1.0.0/16`, `10.1.2.3`, `fd00::/8`, `db.example.cn`, each with an optional port (`10.1.0.0/16:5432`,
 * `[fd00::/8]:5432`, `db.example.cn:5432`). An empty list allows nothing. A host entry allows whatever the name resolves to
 * except this machine, link-local, multicast and reserved addresses, which only a network entry can allow: otherwise
 * whoever runs the name server could point the name at them. Odd spellings (`2130706433`, `0x7f.1`, `::ffff:127.0.0.1`)
 * need no rule of their own because it is the resolved address that is judged.
 */
export async function resolveTarget(allowList: AllowList, place: { host: string; port: number }): Promise<Target> {
  const host = place.host.replace(/^\[(.*)\]$/, '$1')
  const rules = rulesOf(allowList)
  const addresses = await addressesOf(host)
  for (const address of addresses) {
    if (isAllowed(rules, host, address, place.port)) {
      const family = isIP(address) === 6 ? 6 : 4
      return { host, port: place.port, address, family, key: family === 6 ? `[${address}]:${place.port}` : `${address}:${place.port}` }
    }
  }
  throw new ConnectorError(
    'address-not-allowed',
    `地址不在允许清单内：${host}:${place.port}（解析为 ${addresses.join('、')}）。如确需访问，请由安全管理员把该网段或主机加入允许清单；本机、链路本地与保留地址须以网段形式加入`,
  )
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [canonical(host)]
  try {
    // The resolver has no time limit of its own: a silent name server would hold the door open for good.
    const late = () => new ConnectorError('timeout', `域名服务未在 ${defaultLimits.connectTimeoutMs / 1000} 秒内解析主机名 ${host}，请检查域名服务`)
    const found = await finishWithin({ ms: defaultLimits.connectTimeoutMs, late, signals: [] }, () => lookup(host, { all: true, order: 'ipv4first' }))
    return found.map((entry) => canonical(entry.address))
  } catch (error) {
    if (error instanceof ConnectorError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new ConnectorError('unreachable', `目标无法连接：主机名 ${host} 无法解析（${code}），请检查主机名与域名服务`)
  }
}

/** One spelling an address: IPv4-mapped IPv6 becomes IPv4, everything else its canonical text. */
function canonical(address: string): string {
  if (isIP(address) === 4) return address
  const [bare = address, zone] = address.split('%')
  const text = new SocketAddress({ address: bare, family: 'ipv6' }).address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)
  return mapped?.[1] ?? (zone === undefined ? text : `${text}%${zone}`)
}

/** Never meant by a name of a business system (RFC 6890 special-purpose registries). */
const special = new BlockList()
for (const [network, prefix] of [['127.0.0.0', 8], ['169.254.0.0', 16], ['224.0.0.0', 4], ['240.0.0.0', 4]] as const) {
  special.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [['::1', 128], ['fe80::', 10], ['ff00::', 8]] as const) special.addSubnet(network, prefix, 'ipv6')

/** "This network": connecting to it reaches this machine, so no entry can allow it. */
const unspecified = new BlockList()
unspecified.addSubnet('0.0.0.0', 8, 'ipv4')
unspecified.addAddress('::', 'ipv6')

type Rule = { readonly port: number | undefined } & ({ readonly host: string } | { readonly network: BlockList })

function isAllowed(rules: readonly Rule[], host: string, address: string, port: number): boolean {
  if (isIn(unspecified, address)) return false
  return rules.some((rule) => {
    if (rule.port !== undefined && rule.port !== port) return false
    return 'host' in rule ? rule.host === host.toLowerCase() && !isIn(special, address) : isIn(rule.network, address)
  })
}

function isIn(list: BlockList, address: string): boolean {
  const [bare = address] = address.split('%')
  return list.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4')
}

/** Lists are frozen data that thousands of doors share, so each is read once. */
const parsed = new WeakMap<AllowList, readonly Rule[]>()

function rulesOf(allowList: AllowList): readonly Rule[] {
  const known = parsed.get(allowList)
  if (known !== undefined) return known
  const rules = allowList.entries.map(parseEntry)
  parsed.set(allowList, rules)
  return rules
}

/** Throws an Error in Chinese that names the entry: a list that cannot be read must not be half-used. */
export function parseEntry(entry: string): Rule {
  const parsedEntry = parseAddressEntry(entry)
  if ('host' in parsedEntry) return parsedEntry
  const { port, network, prefix, family } = parsedEntry
  const list = new BlockList()
  list.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6')
  return { port, network: list }
}
