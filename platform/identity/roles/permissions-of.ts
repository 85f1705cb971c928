import type { Api } from '#shared/define-api.ts'

/** Every permission that a list of apis declares, with the sentences of the endpoints that it opens. */
export function permissionsOf(apis: readonly Api[]): ReadonlyMap<string, readonly string[]> {
  const permissions = new Map<string, string[]>()
  for (const { permission, summary } of apis.flatMap((api) => Object.values(api.endpoints))) {
    if (permission === 'public' || permission === 'signed-in') continue
    permissions.set(permission, [...(permissions.get(permission) ?? []), summary])
  }
  return permissions
}
