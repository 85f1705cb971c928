import type { withConnection } from '#platform/database/connect.ts'

/** One plain connection as the platform opens it. */
export type Connection = Parameters<Parameters<typeof withConnection>[1]>[0]
