import { z } from 'zod'
import type { SpineRuntime } from '#spine/spine.ts'
import { physicalFacts } from '../archives/archive-row.ts'
import { openStanza, runPgbackrest, type Stanza } from './stanza.ts'

const told = z.array(
  z.object({
    backup: z.array(
      z.object({
        label: z.string(),
        type: z.enum(['full', 'diff', 'incr']),
        prior: z.string().nullable(),
        archive: z.object({ start: z.string(), stop: z.string() }),
        lsn: z.object({ start: z.string(), stop: z.string() }),
        info: z.object({ size: z.number(), delta: z.number() }),
        timestamp: z.object({ start: z.number(), stop: z.number() }),
        error: z.boolean().nullish(),
        annotation: z.record(z.string(), z.string()).nullish(),
      }),
    ),
  }),
)
export type BackupSet = z.output<typeof told>[number]['backup'][number]

/** Every set that the repository knows, oldest first. */
export async function listSets(stanza: Stanza): Promise<readonly BackupSet[]> {
  return told.parse(JSON.parse(await runPgbackrest(stanza, 'info', ['--output=json'])))[0]?.backup ?? []
}

/** Removes sets that are there, those that others depend on last, and the WAL that nothing needs any more. */
export async function expireSets(stanza: Stanza, labels: readonly string[]): Promise<void> {
  const present = (await listSets(stanza)).filter(({ label }) => labels.includes(label))
  for (const { label } of present.toReversed()) await runPgbackrest(stanza, 'expire', [`--set=${label}`])
}

/** What the catalogue no longer keeps. A set that cannot go now, while a backup runs, goes with a later watch or the next run. */
export async function removeSets(runtime: SpineRuntime, archives: ReadonlyArray<{ readonly sourceKey: string; readonly physical: unknown }>): Promise<void> {
  const sets = archives.flatMap(({ sourceKey, physical }) => (physical === null ? [] : [{ sourceKey, label: physicalFacts.parse(physical).label }]))
  for (const [sourceKey, own] of Map.groupBy(sets, (set) => set.sourceKey)) {
    const stanza = openStanza(runtime.attached.installation.home, sourceKey)
    await stanza.then((one) => expireSets(one, own.map(({ label }) => label))).catch((error: unknown) => runtime.log.warn({ error, sourceKey }, 'sets whose time is over could not be removed'))
  }
}
