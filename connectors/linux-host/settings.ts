import { z } from 'zod'

/** A Linux machine: the one that the centre runs on, or another over SSH. */
export const linuxHostSettings = z.discriminatedUnion('access', [
  z.strictObject({ access: z.literal('local') }),
  z.strictObject({
    access: z.literal('ssh'),
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).default(22),
    /** An ordinary account; nothing that is asked needs more. */
    username: z.string().min(1),
    /** Fingerprints as `ssh-keygen -lf` prints them; a machine with another key is not talked to. */
    hostKeys: z.array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, '主机密钥指纹应形如 SHA256:…（ssh-keygen -lf 的输出）')).min(1),
  }),
])
export type LinuxHostSettings = z.output<typeof linuxHostSettings>
export type SshSettings = Extract<LinuxHostSettings, { access: 'ssh' }>

export const linuxHostSecrets = z.strictObject({
  /** PEM or OpenSSH format; preferred to a password. */
  privateKey: z.string().optional(),
  passphrase: z.string().optional(),
  password: z.string().optional(),
})
export type LinuxHostSecrets = z.output<typeof linuxHostSecrets>
