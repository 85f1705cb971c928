import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isReachable, parseCpuTimes, parseFilesystems, parseInterfaces, parseListeningPorts, parseMeminfo, parseReadOnlyMounts, parseUid0Accounts } from './parse-proc.ts'

test('memory is given in bytes, counts as they are', () => {
  const memory = parseMeminfo('MemTotal:       16 kB\nHugePages_Total:       3\nActive(anon):  1 kB\n')
  assert.deepEqual([...memory], [['MemTotal', 16_384], ['HugePages_Total', 3], ['Active(anon)', 1_024]])
})

test('guest time is not counted twice', () => {
  const times = parseCpuTimes('cpu  10 1 5 80 4 0 0 0 7 1\ncpu0 5 0 0 0 0 0 0 0 0 0\ncpu1 5 0 0 0 0 0 0 0 0 0\nintr 1\n')
  assert.deepEqual(times, { cores: 2, total: 100, idle: 80, iowait: 4, steal: 0 })
})

test('kernel and memory filesystems are left out, a mount point may hold spaces', () => {
  const filesystems = parseFilesystems('Filesystem Type 1024-blocks Used Available Capacity Mounted on\ntmpfs tmpfs 10 10 0 100% /run\n/dev/sda1 ext4 100 60 30 67% /\n/dev/sdb1 xfs 100 99 1 99% /data of old\n/dev/loop0 squashfs 5 5 0 100% /snap/x\n/dev/sdc btrfs 0 0 0 - /b\n')
  assert.deepEqual(filesystems.map(({ mount, available }) => [mount, available]), [['/', 30], ['/data of old', 1]])
})

test('only listening sockets count, and loopback ones are not reachable', () => {
  const tcp = `  sl  local_address rem_address   st\n   0: 0100007F:1538 00000000:0000 0A 0\n   1: 00000000:0016 00000000:0000 0A 0\n   2: 0A00000A:01BB 0B00000A:C000 01 0\n`
  const tcp6 = `  sl  local_address\n   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0\n   1: 00000000000000000000000001000000:0019 00000000000000000000000000000000:0000 0A 0\n   2: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 0\n`
  const ports = parseListeningPorts(tcp, tcp6)
  assert.deepEqual(ports, [
    { address: '127.0.0.1', port: 5432 },
    { address: '0.0.0.0', port: 22 },
    { address: '::', port: 80 },
    { address: '::1', port: 25 },
    { address: '127.0.0.1', port: 8080 },
  ])
  assert.deepEqual(ports.filter(isReachable).map(({ port }) => port), [22, 80])
})

test('drops count as errors and the loopback does not count', () => {
  const text = 'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n    lo: 9 9 9 9 0 0 0 0 9 9 9 9 0 0 0 0\n  eth0:100 50 1 2 0 0 0 0 200 50 3 4 0 0 0 0\n'
  assert.deepEqual(parseInterfaces(text), [{ name: 'eth0', packets: 100, errors: 10 }])
})

test('a second root is found by its number, not its name', () => {
  assert.deepEqual(parseUid0Accounts('root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\na0:x:1000:0::/:/bin/sh\n'), ['root', 'toor'])
})

test('a disk that the kernel made read-only is told from media that always are', () => {
  assert.deepEqual(parseReadOnlyMounts('/dev/sda1 / ext4 rw,errors=remount-ro 0 0\n/dev/sdb1 /data xfs ro,relatime 0 0\n/dev/sr0 /cd iso9660 ro 0 0\n'), ['/data'])
})
