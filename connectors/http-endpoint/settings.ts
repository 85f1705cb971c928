import { z } from 'zod'

import { tlsTrust } from '../http-exchange.ts'
import { accountInterface } from './account-interface.ts'

const path = z.string().regex(/^\/(?!\/)[^\s#?]*$/, '路径应以 / 开头，且不得含主机名')

/** Where a system's maintained content is written, and where the web and the APP read it. The token of the credentials is sent. */
export const contentInterface = z.strictObject({ maintenance: path, web: path, app: path })
export type ContentInterface = z.output<typeof contentInterface>

/** Where a web application or API answers. */
export const httpEndpointSettings = z.strictObject({
  /** `https://host:port/base`; the paths of questions are added to it. */
  baseUrl: z.url({ protocol: /^https?$/ }).refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), '地址中不得包含用户名或密码，请填入凭据'),
  tls: tlsTrust.prefault({}),
  /** The system's interface for its own accounts, where it has one and this connection may use it. */
  accounts: accountInterface.optional(),
  content: contentInterface.optional(),
})
export type HttpEndpointSettings = z.output<typeof httpEndpointSettings>

/** Usable in questions as `{{secret.username}}`, `{{secret.password}}`, `{{secret.token}}`, and by `login`. */
export const httpEndpointSecrets = z.strictObject({
  username: z.string().optional(),
  password: z.string().optional(),
  token: z.string().optional(),
})
export type HttpEndpointSecrets = z.output<typeof httpEndpointSecrets>
