/** What one machine runs, so that several machines can share one database. */
export const processRoles = Object.freeze(['api', 'worker', 'subsystems'] as const)
export type ProcessRole = (typeof processRoles)[number]

export function readRoles(text: string): { roles: ReadonlySet<ProcessRole> } | { problem: string } {
  const words = text.split(',').map((word) => word.trim()).filter(Boolean)
  const unknown = words.filter((word) => !(processRoles as readonly string[]).includes(word))
  if (unknown.length > 0 || words.length === 0) return { problem: `--run 只能是 ${processRoles.join('、')}，不认识：${unknown.join('、') || '（空）'}` }
  return { roles: new Set(words as ProcessRole[]) }
}
