import { BlockList } from 'node:net'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { parseAddressEntry, type AddressEntry } from '#platform/network/address-entry.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { systemErrors } from './component.ts'

/** Networks wider than these are not a list but its absence. */
const WIDEST = { 4: 8, 6: 7 } as const

/** Networks of one's own: private use (RFC 1918, RFC 4193), shared (RFC 6598, used by government clouds), this machine. */
const own = new BlockList()
for (const [network, prefix] of [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['127.0.0.0', 8]] as const) own.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [['fc00::', 7], ['::1', 128]] as const) own.addSubnet(network, prefix, 'ipv6')
const ownWidth: Readonly<Record<string, number>> = { '172': 12, '192': 16, '100': 10 }

/** Adds a network or host to what the centre may reach. Adding one that is there changes nothing. */
export async function allowAddress(ctx: SpineCtx, entry: string, reason: string, { isPublicConfirmed = ctx.actor.kind === 'system' }: { isPublicConfirmed?: boolean } = {}): Promise<void> {
  requirePermission(ctx, 'allow-list:manage')
  const text = entry.trim().toLowerCase()
  const parsed = readEntry(text)
  if ('network' in parsed) {
    if (parsed.prefix < WIDEST[parsed.family]) throw badAddress(`${text} 范围过大：网段须不宽于 /${WIDEST[parsed.family]}，请只写确需访问的网段或地址`)
    if (!isOwnNetwork(parsed) && !isPublicConfirmed) throw systemErrors['public-address']({ problems: [{ place: 'body.isPublicConfirmed', message: `${text} 不是内网地址，确需访问请勾选确认` }] })
  }
  await spineTables(ctx)
    .insertInto('spine.allowedAddress')
    .values({ entry: text, reason, addedAt: ctx.now, addedBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.column('entry').doNothing())
    .execute()
}

/** Takes an entry off the list: doors opened from now on no longer reach it. */
export async function removeAddress(ctx: SpineCtx, entry: string): Promise<void> {
  requirePermission(ctx, 'allow-list:manage')
  const row = await spineTables(ctx).deleteFrom('spine.allowedAddress').where('entry', '=', entry).returning('entry').executeTakeFirst()
  if (!row) throw systemErrors['address-unknown']({ detail: entry })
}

export async function listAddresses(ctx: SpineCtx) {
  requirePermission(ctx, 'system:read')
  const items = await spineTables(ctx)
    .selectFrom('spine.allowedAddress as a')
    .leftJoin('platform.userAccount as u', 'u.userId', 'a.addedBy')
    .select(['a.entry', 'a.reason', 'a.addedAt', 'u.displayName as addedByName'])
    .orderBy('a.entry')
    .execute()
  return { items }
}

function readEntry(text: string): AddressEntry {
  try {
    return parseAddressEntry(text)
  } catch (error) {
    throw badAddress(error instanceof Error ? error.message : text)
  }
}

function badAddress(message: string) {
  return systemErrors['bad-address']({ problems: [{ place: 'body.entry', message }] })
}

/** Whether the whole network lies within one of the own ones, not only its first address. */
function isOwnNetwork({ network, prefix, family }: Extract<AddressEntry, { network: string }>): boolean {
  if (!own.check(network, family === 4 ? 'ipv4' : 'ipv6')) return false
  return family === 6 || prefix >= (ownWidth[network.split('.')[0] ?? ''] ?? 8)
}
