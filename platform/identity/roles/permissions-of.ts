import type { Api } from '#shared/define-api.ts'

/** Every permission that a list of apis declares, with the sentences of the endpoints that it opens. */
export function permissionsOf(apis: readonly Api[]): ReadonlyMap<string, readonly string[]> {
  const permissions = new Map<string, string[]>()
  for (const { permission, widenedBy = [], summary } of apis.flatMap((api) => Object.values(api.endpoints))) {
    for (const one of [permission, ...widenedBy]) {
      if (one !== 'public' && one !== 'signed-in') permissions.set(one, [...(permissions.get(one) ?? []), summary])
    }
  }
  return permissions
}
