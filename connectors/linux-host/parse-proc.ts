/** `MemTotal:  16 kB` → bytes (also of /proc/vmstat, whose values have no unit). */
export function parseMeminfo(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const match = /^([\w()]+):\s+(\d+)( kB)?/.exec(line)
      return match === null ? [] : [[match[1] ?? '', Number(match[2]) * (match[3] === undefined ? 1 : 1024)] as const]
    }),
  )
}

/** `name value` lines. */
export function parseCounters(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [name, value] = line.split(/\s+/)
      return name === undefined || value === undefined ? [] : [[name, Number(value)] as const]
    }),
  )
}

export type CpuTimes = { readonly cores: number; readonly total: number; readonly idle: number; readonly iowait: number; readonly steal: number }

/** Ticks since boot of all cores together; guest time is already inside user time and must not count twice. */
export function parseCpuTimes(text: string): CpuTimes {
  const lines = text.split('\n')
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = (lines.find((line) => line.startsWith('cpu ')) ?? '').trim().split(/\s+/).slice(1).map(Number)
  return { cores: lines.filter((line) => /^cpu\d/.test(line)).length, total: user + nice + system + idle + iowait + irq + softirq + steal, idle, iowait, steal }
}

export type Filesystem = { readonly device: string; readonly type: string; readonly total: number; readonly used: number; readonly available: number; readonly mount: string }

/** Memory, image and kernel filesystems are full or empty by design. */
const notDisks = /^(tmpfs|devtmpfs|ramfs|squashfs|iso9660|udf|efivarfs|proc|sysfs|cgroup2?|autofs|rpc_pipefs|configfs|debugfs|tracefs|mqueue|hugetlbfs|fuse\..*)$/

/** `df -PkT` (kB) or `df -PiT` (inodes); mount points may hold spaces. */
export function parseFilesystems(text: string): readonly Filesystem[] {
  return text.split('\n').slice(1).flatMap((line) => {
    const match = /^(\S+)\s+(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+\S+\s+(\/.*)$/.exec(line)
    if (match === null) return []
    const [, device = '', type = '', total, used, available, mount = ''] = match
    return notDisks.test(type) || Number(total) === 0 ? [] : [{ device, type, total: Number(total), used: Number(used), available: Number(available), mount }]
  })
}

export type ListeningPort = { readonly address: string; readonly port: number }

/** Sockets in state LISTEN (0A) of /proc/net/tcp and tcp6; addresses are hexadecimal words in host byte order. */
export function parseListeningPorts(tcp: string, tcp6: string): readonly ListeningPort[] {
  return [tcp, tcp6].flatMap((text) =>
    text.split('\n').slice(1).flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/)
      const [address = '', port = ''] = local.split(':')
      return state === '0A' ? [{ address: address.length === 8 ? ipv4(address) : ipv6(address), port: Number.parseInt(port, 16) }] : []
    }),
  )
}

function ipv4(word: string): string {
  return (word.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)).join('.')
}

function ipv6(words: string): string {
  const hex = (words.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).toReversed().join('')).join('').toLowerCase()
  if (/^0{32}$/.test(hex)) return '::'
  if (/^0{31}1$/.test(hex)) return '::1'
  const mapped = /^0{20}ffff(.{8})$/.exec(hex)
  return mapped?.[1] === undefined ? (hex.match(/.{4}/g) ?? []).join(':') : (mapped[1].match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')
}

/** Can another machine reach it? */
export function isReachable({ address }: ListeningPort): boolean {
  return !address.startsWith('127.') && address !== '::1'
}

export type NetworkInterface = { readonly name: string; readonly packets: number; readonly errors: number }

/** /proc/net/dev without the loopback; drops count as errors. */
export function parseInterfaces(text: string): readonly NetworkInterface[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*([^:\s]+):\s*(.*)$/.exec(line)
    if (match === null || match[1] === 'lo') return []
    const columns = (match[2] ?? '').trim().split(/\s+/).map(Number)
    const [received = 0, receiveErrors = 0, receiveDrops = 0] = columns.slice(1)
    const [sent = 0, sendErrors = 0, sendDrops = 0] = columns.slice(9)
    return [{ name: match[1] ?? '', packets: received + sent, errors: receiveErrors + receiveDrops + sendErrors + sendDrops }]
  })
}

/** Names of the accounts with UID 0. */
export function parseUid0Accounts(text: string): readonly string[] {
  return text.split('\n').map((line) => line.split(':')).filter((fields) => fields[2] === '0').map((fields) => fields[0] ?? '')
}

/** Disk filesystems mounted read-only: after a disk error the kernel remounts them so. */
export function parseReadOnlyMounts(text: string): readonly string[] {
  return text.split('\n').map((line) => line.split(' ')).filter(([, , type = '', options = '']) => /^(ext[234]|xfs|btrfs|f2fs|jfs|reiserfs|zfs)$/.test(type) && options.split(',').includes('ro')).map(([, mount = '']) => mount)
}
