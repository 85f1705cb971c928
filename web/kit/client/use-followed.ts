import { useEffect, useState } from 'react'
import { endpointUrl } from '#shared/api-client.ts'
import type { Api, EndpointResponse, Endpoints } from '#shared/define-api.ts'

/**
 * What a read answers, and again as soon as that changes: `useFollowed(telephoneCallsApi, 'listRinging', { enabled })`. The
 * endpoint must say `follows`. A tab in the background lets go, because a browser keeps few connections to one server.
 */
export function useFollowed<E extends Endpoints, N extends keyof E & string>(api: Api<E>, name: N, { enabled = true }: { enabled?: boolean } = {}): EndpointResponse<E[N]> | undefined {
  const [answer, setAnswer] = useState<EndpointResponse<E[N]>>()
  useEffect(() => {
    if (!enabled || typeof EventSource === 'undefined') return
    let source: EventSource | undefined
    const settle = () => {
      if (document.visibilityState === 'hidden') {
        source?.close()
        source = undefined
      } else source ??= open()
    }
    const open = () => {
      const opened = new EventSource(endpointUrl(api, api.endpoints[name]!, {}))
      opened.addEventListener('message', ({ data }: MessageEvent<string>) => setAnswer(JSON.parse(data) as EndpointResponse<E[N]>))
      // Signed out or no longer permitted: asking again would be refused again.
      opened.addEventListener('refused', () => {
        opened.close()
        setAnswer(undefined)
      })
      return opened
    }
    settle()
    document.addEventListener('visibilitychange', settle)
    return () => {
      document.removeEventListener('visibilitychange', settle)
      source?.close()
    }
  }, [api, name, enabled])
  return answer
}
