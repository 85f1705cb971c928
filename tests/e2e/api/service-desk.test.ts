import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ticketsApi } from '#services/service-desk/tickets/api.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { sharedProduct } from '#tests/support/product.ts'

const product = await sharedProduct()
/** The most that the console lets a person attach. */
const LARGE = 50 * 1024 * 1024

test('an attachment of 50 MB is taken whole', async () => {
  const officer = await product.signIn('duty-officer')
  const ticketId = randomUUID()
  await officer.client(ticketsApi).enterTicket({ body: { ticketId, form: { title: '大附件', subsystem: 'cost-information', category: 'data', line: '7726' }, caller: { name: '来电人' } } })
  const form = new FormData()
  form.append('kind', 'attachment')
  form.append('file', new Blob([Buffer.alloc(LARGE, 7)]), '日志.zip')
  const answer = await officer.send('POST', `/api/requests/${ticketId}/files`, { body: form })
  assert.equal(answer.status, 200, answer.text)
  const { files } = await officer.client(requestsApi).getRequest({ params: { requestId: ticketId } })
  assert.deepEqual(files.map(({ fileName, bytes }) => [fileName, bytes]), [['日志.zip', LARGE]])
})
