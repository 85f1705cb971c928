import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { requestErrors } from '#platform/errors/request-errors.ts'

/**
 * Serves the built pages of one application: the console or a subsystem, by its `entry`. Files with a content hash in
 * their name may be kept for ever; every address that is not a file and not of the api is a page of the application,
 * which finds its way itself.
 */
export async function mountPages(app: FastifyInstance, folder: string, entry: string): Promise<void> {
  if (!existsSync(path.join(folder, entry))) return
  await app.register(fastifyStatic, {
    root: folder,
    // Files are looked up when they are asked for, so that pages built anew under a running process are found.
    serve: false,
  })
  app.get('/*', async (request, reply) => {
    const [address = ''] = request.url.split('?')
    if (address.startsWith('/api/')) throw requestErrors['not-found']()
    if (isFile(folder, address)) {
      const isHashed = address.startsWith('/assets/')
      return reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache').sendFile(address, { cacheControl: false })
    }
    if (address.startsWith('/assets/')) throw requestErrors['not-found']()
    return reply.header('cache-control', 'no-cache').sendFile(entry, { cacheControl: false })
  })
}

/** Plain names below the folder only; @fastify/static refuses to leave it in any case. */
function isFile(folder: string, address: string): boolean {
  if (!/^(\/[\w.-]+)+$/.test(address) || address.includes('..')) return false
  return statSync(path.join(folder, address), { throwIfNoEntry: false })?.isFile() ?? false
}
