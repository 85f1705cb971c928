import { existsSync } from 'node:fs'
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
    wildcard: false,
    index: false,
    setHeaders: (reply, file) => {
      reply.header('cache-control', /\/assets\//.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.get('/*', (request, reply) => {
    if (request.url.startsWith('/api/')) throw requestErrors['not-found']()
    return reply.header('cache-control', 'no-cache').sendFile(entry)
  })
}
