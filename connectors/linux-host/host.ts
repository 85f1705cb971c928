/** All files that are ever read on a host. */
export const hostFiles = Object.freeze({
  meminfo: '/proc/meminfo',
  loadavg: '/proc/loadavg',
  stat: '/proc/stat',
  vmstat: '/proc/vmstat',
  uptime: '/proc/uptime',
  mounts: '/proc/mounts',
  openFiles: '/proc/sys/fs/file-nr',
  conntrackCount: '/proc/sys/net/netfilter/nf_conntrack_count',
  conntrackMax: '/proc/sys/net/netfilter/nf_conntrack_max',
  interfaces: '/proc/net/dev',
  tcp: '/proc/net/tcp',
  tcp6: '/proc/net/tcp6',
  kernel: '/proc/sys/kernel/osrelease',
  distribution: '/etc/os-release',
  accounts: '/etc/passwd',
} as const)
export type HostFile = keyof typeof hostFiles

/** All commands that are ever run on a host: constants without shell syntax, so that a question can never become a command. */
export const hostCommands = Object.freeze({
  filesystems: ['df', '-PkTl'],
  inodes: ['df', '-PiTl'],
  processes: ['ps', '-eo', 'stat='],
  failedUnits: ['systemctl', 'list-units', '--failed', '--no-legend', '--plain'],
  clock: ['date', '+%s.%N'],
  clockSynchronised: ['timedatectl', 'show', '--property=NTPSynchronized', '--value'],
  userId: ['id', '-u'],
  groups: ['id', '-Gn'],
} as const satisfies Record<string, readonly string[]>)
export type HostCommand = keyof typeof hostCommands

export type CommandResult = { readonly output: string; readonly problem: string; readonly exitCode: number }

/** A machine that can be read; local and SSH are two ways to the same lists. */
export type Host = {
  read(file: HostFile, signal: AbortSignal): Promise<string>
  run(command: HostCommand, signal: AbortSignal): Promise<CommandResult>
}
