import { useClient } from '#web/kit/client/use-client.ts'
import type { SoughtFilter } from '#web/kit/list/filters.tsx'
import { contactsApi, normaliseContact } from '../contacts/api.ts'

/** Shorter ones are lines of the house (7726), which are nobody's. */
const LEAST_DIGITS = 8
/** `20240902-0001`: the end of a document's number, not a telephone's. */
const DOCUMENT_NUMBER = /^20\d{6}-\d{1,6}$/

/** For the filters of a list: a whole telephone number or mailbox that is typed into its search is looked up by its keyed digest. */
export function useContactFilter(): SoughtFilter {
  const contacts = useClient(contactsApi)
  return {
    kind: 'sought',
    key: 'contactId',
    label: '按号码',
    recognises,
    find: async (text) => (await contacts.call.findContact({ body: { text } })).contact?.contactId,
    unknown: '没有登记过这个号码',
  }
}

function recognises(typed: string): 'whole' | 'part' | 'no' {
  if (DOCUMENT_NUMBER.test(typed)) return 'no'
  const digits = typed.replaceAll(/\D/g, '').length
  const known = normaliseContact(typed)
  if (known !== undefined && (known.kind === 'mail' || digits >= LEAST_DIGITS)) return 'whole'
  return typed.includes('@') || (digits > 4 && /^[+\d][\d\s().转xX#-]*$/.test(typed)) ? 'part' : 'no'
}
