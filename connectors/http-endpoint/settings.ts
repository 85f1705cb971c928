import { z } from 'zod'

import { tlsTrust } from '../http-exchange.ts'

/** Where a web application or API answers. */
export const httpEndpointSettings = z.strictObject({
  /** `https://host:port/base`; the paths of questions are added to it. */
  baseUrl: z.url({ protocol: /^https?$/ }).refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), '地址中不得包含用户名或密码，请填入凭据'),
  tls: tlsTrust.prefault({}),
})
export type HttpEndpointSettings = z.output<typeof httpEndpointSettings>

/** Usable in questions as `{{secret.username}}`, `{{secret.password}}`, `{{secret.token}}`, and by `login`. */
export const httpEndpointSecrets = z.strictObject({
  username: z.string().optional(),
  password: z.string().optional(),
  token: z.string().optional(),
})
export type HttpEndpointSecrets = z.output<typeof httpEndpointSecrets>
