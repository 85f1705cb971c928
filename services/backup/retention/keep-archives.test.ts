import assert from 'node:assert/strict'
import { test } from 'node:test'
import { archivesToRemove, type KeptArchive } from './keep-archives.ts'

const DAY = 86_400_000
const NEWEST = Date.parse('2024-08-31T01:30:00+08:00')
const daily = (count: number, changes: Partial<KeptArchive> = {}): KeptArchive[] => Array.from({ length: count }, (_, at) => ({ archiveId: `a${at}`, snapshotAt: new Date(NEWEST - at * DAY), isHeld: false, isVerified: true, ...changes }))

test('of a year of daily archives the newest days, one a week and one a month stay', () => {
  const archives = daily(365)
  const gone = new Set(archivesToRemove(archives, { days: 7, weeks: 4, months: 6 }))
  const left = archives.filter(({ archiveId }) => !gone.has(archiveId))
  assert.deepEqual(left.slice(0, 7).map(({ archiveId }) => archiveId), ['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'])
  assert.ok(left.length <= 7 + 4 + 6)
  assert.equal(new Set(left.map(({ snapshotAt }) => snapshotAt.toISOString().slice(0, 7))).size, 6)
})

test('two archives of one day are one day: the newer stays', () => {
  const twice = [...daily(3), { ...(daily(1)[0] as KeptArchive), archiveId: 'earlier', snapshotAt: new Date(NEWEST - 60_000) }]
  assert.deepEqual(archivesToRemove(twice, { days: 3, weeks: 1, months: 1 }), ['earlier'])
})

test('a full set stays for as long as a difference from it does, and goes with the last of them', () => {
  const week = daily(8).map((one, at) => ({ ...one, needs: at < 7 ? 'a7' : undefined }))
  assert.deepEqual(archivesToRemove(week, { days: 2, weeks: 0, months: 0 }), ['a2', 'a3', 'a4', 'a5', 'a6'])
  assert.ok(archivesToRemove([...daily(1).map((one) => ({ ...one, archiveId: 'next', snapshotAt: new Date(NEWEST + DAY) })), ...week], { days: 1, weeks: 0, months: 0 }).includes('a7'))
})

test('a held archive never goes, nor the newest, nor the newest that was proven', () => {
  const archives = daily(30, { isVerified: false }).map((one, at) => ({ ...one, isHeld: at === 20, isVerified: at === 25 }))
  const gone = new Set(archivesToRemove(archives, { days: 1, weeks: 0, months: 0 }))
  assert.deepEqual(archives.filter(({ archiveId }) => !gone.has(archiveId)).map(({ archiveId }) => archiveId), ['a0', 'a20', 'a25'])
})
