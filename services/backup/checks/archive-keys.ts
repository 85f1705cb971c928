import { act } from '#platform/context/runtime.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import type { ArchiveRow } from '../archives/archive-row.ts'
import { escrowOf } from '../escrow/escrow-key.ts'
import { backupActor } from '../runs/perform-backup.ts'
import type { Keys } from './read-back.ts'

/** What opens an archive: the master key, or what its recovery code stands for. */
export async function keysOf(runtime: SpineRuntime, archive: Pick<ArchiveRow, 'escrowId'>): Promise<Keys> {
  const escrow = archive.escrowId === null ? undefined : await act(runtime, backupActor, (ctx) => escrowOf(ctx, archive.escrowId ?? ''))
  return { box: runtime.attached.secretBox, ...(escrow ? { escrow } : {}) }
}
