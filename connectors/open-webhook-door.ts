import type { Clock } from '#platform/clock/clock.ts'
import { signatureHeaders } from '#platform/crypto/signed-body.ts'
import type { DeliveryDoor, DeliveryOutcome } from '#platform/delivery/delivery-door.ts'
import { resolveTarget } from './allow-list.ts'
import { type AllowList, ConnectorError } from './connector.ts'
import { exchangeHttp, placeOf } from './http-exchange.ts'
import { codeOf } from './network-failure.ts'

export type WebhookSettings = {
  readonly url: string
  /** Key of the signature, shared with the receiver. */
  readonly secret: string
  /** Read anew for each message: the security administrator's list applies here as to every other target. */
  readonly allowList: () => Promise<AllowList>
  readonly clock: Clock
  readonly timeoutMs?: number
}

/**
 * Posts messages as signed JSON to the one configured address; `id` is the same at every attempt. Redirects are not followed. Any 2xx is an
 * acceptance and its status and body are the proof; 408, 429 and 5xx ask to come again; every other answer is a refusal.
 */
export function openWebhookDoor({ url, secret, allowList, clock, timeoutMs = 15_000 }: WebhookSettings): DeliveryDoor {
  const target = new URL(url)
  const place = placeOf(target)
  // What may stand in the query or before the @ is a credential of the receiver.
  const address = `${target.protocol}//${target.host}${target.pathname}`
  return {
    channel: 'webhook',
    addressOf: () => address,
    async deliver({ recipient, createdAt, ...message }) {
      const body = JSON.stringify({ ...message, createdAt: createdAt.toISOString(), recipient: { username: recipient.username, name: recipient.name } })
      try {
        const response = await exchangeHttp({
          target: await resolveTarget(await allowList(), place),
          isSecure: target.protocol === 'https:',
          method: 'POST',
          path: target.pathname + target.search,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'user-agent': 'xinyun-webhook',
            'x-xinyun-delivery': message.id,
            ...signatureHeaders(secret, body, clock.now()),
          },
          body,
          trust: { verify: true },
          maxBytes: 64 * 1024,
          signal: AbortSignal.timeout(timeoutMs),
        })
        return outcomeOf(response)
      } catch (error) {
        return outcomeOfFailure(error, timeoutMs)
      }
    },
    close: () => {},
  }
}

function outcomeOf({ status, body }: { status: number; body: string }): DeliveryOutcome {
  const answer = `${status} ${body.trim()}`.slice(0, 500)
  if (status >= 200 && status <= 299) return { state: 'delivered', answer }
  return { state: status === 408 || status === 429 || status >= 500 ? 'failed' : 'refused', answer }
}

function outcomeOfFailure(error: unknown, timeoutMs: number): DeliveryOutcome {
  if (error instanceof ConnectorError) return { state: 'unreachable', answer: error.message }
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return { state: 'unreachable', answer: `${timeoutMs} 毫秒内没有应答` }
  return { state: 'unreachable', answer: `没有应答：${codeOf(error) ?? (error instanceof Error ? error.message : '未知错误')}` }
}
