import { isIP } from 'node:net'

/** One entry of an address allow-list: a network or a host name, each perhaps on one port only. */
export type AddressEntry = { readonly port: number | undefined } & ({ readonly host: string } | { readonly network: string; readonly prefix: number; readonly family: 4 | 6 })

/** Reads `10.1.0.0/16`, `10.1.2.3`, `fd00::/8`, `db.example.cn`, each with an optional port. Throws an Error in Chinese that names the entry. */
export function parseAddressEntry(entry: string): AddressEntry {
  const text = entry.trim()
  const bracketed = /^\[([^\]]+)\](\/\d+)?(?::(\d+))?$/.exec(text)
  const plain = isIP(text.split('/')[0] ?? '') === 6 ? [text, text] : /^([^:]+?)(?::(\d+))?$/.exec(text)
  const name = bracketed === null ? plain?.[1] : `${bracketed[1] ?? ''}${bracketed[2] ?? ''}`
  const portText = bracketed === null ? plain?.[2] : bracketed[3]
  if (name === undefined) throw wrongEntry(entry)
  const port = portText === undefined || portText === text ? undefined : Number(portText)
  if (port !== undefined && (port < 1 || port > 65_535)) throw wrongEntry(entry)

  const [network = '', prefixText] = name.split('/')
  const version = isIP(network)
  if (version === 0) {
    if (prefixText !== undefined || !/^(?=.*[a-z])[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$/i.test(network)) throw wrongEntry(entry)
    return { port, host: network.toLowerCase() }
  }
  const family = version === 4 ? 4 : 6
  const width = family === 4 ? 32 : 128
  const prefix = prefixText === undefined ? width : Number(prefixText)
  if (!/^\d*$/.test(prefixText ?? '') || prefix > width || prefixText === '') throw wrongEntry(entry)
  return { port, network, prefix, family }
}

function wrongEntry(entry: string): Error {
  return new Error(`允许清单条目 “${entry}” 无法识别：应为网段（10.1.0.0/16）、地址（10.1.2.3）或主机名（db.example.cn），可加端口（10.1.0.0/16:5432、[fd00::/8]:5432）`)
}
