import { PassThrough } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Announcements } from '#platform/database/announcements.ts'
import { AppError } from '#platform/errors/app-error.ts'
import type { Logger } from '#platform/logging/logger.ts'

/** Read anew at least this often: keeps proxies from closing the stream, and ends it soon after its session ends. */
const AT_LEAST_EVERY_MS = 15_000
/** Announcements that come closer together are answered by one read. */
const AT_MOST_EVERY_MS = 100

/** Whether the client wants to follow the read (EventSource asks so) and not have one answer. */
export function wantsToFollow(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream')
}

/**
 * Answers with a stream of server-sent events: what `read` answers now, and again whenever that has changed. `read` checks
 * who asks each time; a refusal ends the stream and its code is the last event, `refused`.
 */
export async function followRead({ reply, read, topic, announcements, log }: { reply: FastifyReply; read: () => Promise<string>; topic: string; announcements: Announcements; log: Logger }): Promise<FastifyReply> {
  // Announced between the first read and the subscription would be missed: subscribe first.
  const stream = new PassThrough()
  let last = ''
  let isWaiting = false
  let isReading = true
  let isDue = false
  const send = (text: string) => {
    if (text === last) stream.write(': \n\n')
    else stream.write(`data: ${text}\n\n`)
    last = text
  }
  const again = async () => {
    if (isReading || stream.writableEnded) {
      isDue = true
      return
    }
    isReading = true
    isDue = false
    try {
      const text = await read()
      // Whoever does not take what was sent gets the newest when he does.
      if (!stream.writableEnded && !stream.writableNeedDrain) send(text)
    } catch (error) {
      if (!(error instanceof AppError)) log.warn({ error }, 'followed read failed')
      if (!stream.writableEnded) stream.end(error instanceof AppError ? `event: refused\ndata: ${JSON.stringify({ code: error.code })}\n\n` : undefined)
    }
    isReading = false
    if (isDue) wake()
  }
  const wake = () => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      void again()
    }, AT_MOST_EVERY_MS).unref()
  }
  const unsubscribe = announcements.subscribe(topic, wake)
  const timer = setInterval(() => void again(), AT_LEAST_EVERY_MS).unref()
  stream.once('close', () => {
    unsubscribe()
    clearInterval(timer)
  })
  try {
    send(await read())
  } catch (error) {
    stream.destroy()
    throw error
  }
  isReading = false
  if (isDue) wake()
  reply.header('content-type', 'text/event-stream; charset=utf-8').header('x-accel-buffering', 'no')
  return reply.send(stream)
}
