import { useRead } from '#web/kit/client/use-read.ts'
import { evidenceApi } from '../api.ts'

/** Titles of evidence kinds, read once and kept: they change with the contract only. */
export function useEvidenceKinds(): { titleOf(kind: string): string; options: Array<{ value: string; label: string }> } {
  const { data } = useRead(evidenceApi, 'listEvidenceKinds')
  const items = data?.items ?? []
  return {
    titleOf: (kind) => items.find((one) => one.kind === kind)?.title ?? kind,
    options: items.map(({ kind, title }) => ({ value: kind, label: title })),
  }
}
