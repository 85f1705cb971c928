import { apiClient } from '#shared/api-client.ts'
import type { IdentityDoor } from '#web/kit/session/identity-door.ts'
import { identityApi, passwordRules } from '../api.ts'

const client = apiClient(identityApi, { baseUrl: '' })

/** Console and subsystems keep their accounts with the platform, each its own. */
export const platformIdentity: IdentityDoor = {
  me: async () => (await client.current()).me ?? undefined,
  signIn: (body) => client.signIn({ body }),
  totp: (body) => client.totp({ body }),
  changePassword: (body) => client.changePassword({ body }),
  signOut: () => client.signOut(),
  enrolTotp: () => client.enrolTotp(),
  confirmTotp: (body) => client.confirmTotp({ body }),
  passwordRules,
}
