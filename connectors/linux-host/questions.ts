import { z } from 'zod'

/** Measures without parameters: name → what the value is. Ratios are 0…1; `worst` picks the worst of several. */
export const hostMeasures = Object.freeze({
  'memory-available-ratio': 'ratio of memory that programs could still get',
  'swap-used-ratio': 'ratio; 0 without swap',
  'load-per-core': 'five-minute load average per core',
  'cpu-busy-ratio': 'ratio over one second, waiting for disks not counted',
  'iowait-ratio': 'ratio over one second',
  'steal-ratio': 'ratio over one second that the hypervisor gave to others',
  'filesystem-free-ratio': 'ratio free to ordinary users, worst local filesystem',
  'inode-free-ratio': 'ratio, worst local filesystem',
  'read-only-filesystems': 'count of disk filesystems mounted read-only',
  'open-files-ratio': 'ratio of the kernel limit',
  'conntrack-ratio': 'ratio of the connection tracking table; null where it is not in use',
  'oom-kills': 'count since boot',
  'major-faults-per-s': 'per second, over one second',
  'network-error-ratio': 'errors and drops per packet since boot, worst interface',
  processes: 'count',
  zombies: 'count',
  'failed-units': 'count of failed systemd units',
  'uid0-accounts': 'count of accounts with UID 0 other than root',
  'listening-ports': 'count of TCP ports reachable from other machines; raw lists them',
  'clock-skew-ms': 'ms between its clock and ours, without sign; half the round trip is the error',
  'clock-synchronised': 'true/false as systemd-timesyncd or chrony reports it',
  'uptime-s': 's since boot',
  cores: 'count',
  kernel: 'text, release of the kernel',
  os: 'text, name of the distribution',
  'connect-ms': 'ms until signed in; 0 on the local machine',
  'account-read-only': 'true when the account is not root and in no group that makes it so',
} as const)
export type HostMeasure = keyof typeof hostMeasures

export const linuxHostQuestion = z.union([
  z.strictObject({ measure: z.enum(Object.keys(hostMeasures) as [HostMeasure, ...HostMeasure[]]) }),
  /** Count of TCP ports reachable from other machines that are not expected. */
  z.strictObject({ measure: z.literal('unexpected-ports'), expected: z.array(z.int().min(1).max(65_535)) }),
  /** Ratio free of one filesystem, by where it is mounted; null when nothing is mounted there. */
  z.strictObject({ measure: z.literal('mount-free-ratio'), mount: z.string().startsWith('/') }),
])
export type LinuxHostQuestion = z.output<typeof linuxHostQuestion>
