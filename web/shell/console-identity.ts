import { apiClient } from '#shared/api-client.ts'
import { identityApi, passwordRules } from '#platform/identity/api.ts'
import type { IdentityDoor } from '#web/kit/session/identity-door.ts'

const client = apiClient(identityApi, { baseUrl: '' })

/** The console's accounts are those of the platform. */
export const consoleIdentity: IdentityDoor = {
  me: async () => (await client.current()).me ?? undefined,
  signIn: (body) => client.signIn({ body }),
  totp: (body) => client.totp({ body }),
  changePassword: (body) => client.changePassword({ body }),
  signOut: () => client.signOut(),
  enrolTotp: () => client.enrolTotp(),
  confirmTotp: (body) => client.confirmTotp({ body }),
  passwordRules,
}
