import { maskName, maskPhone, maskResidentId } from '#shared/identifiers/masking.ts'
import type { MasterKey } from '#platform/crypto/master-key.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { hmacSm3 } from '#platform/crypto/sm3.ts'

/** How personal data is kept: the number itself only sealed, beside it what finding and showing need. */
export type PersonalData = {
  /** SM4-sealed text; `column` ties it to its place, so that it cannot be moved to another column. */
  seal(column: string, plaintext: string): string
  open(column: string, sealed: string): string
  /** Equal numbers have equal digests, but without the key nobody can try numbers out (个保法第五十一条). */
  searchDigest(idNumber: string): string
  readonly maskId: (idNumber: string) => string
  readonly maskName: (name: string) => string
  readonly maskPhone: (phone: string) => string
}

export function createPersonalData(masterKey: MasterKey): PersonalData {
  const box = createSecretBox(masterKey)
  return Object.freeze({
    seal: (column: string, plaintext: string) => box.seal(plaintext, column),
    open: (column: string, sealed: string) => box.open(sealed, column).toString('utf8'),
    searchDigest: (idNumber: string) => hmacSm3(masterKey.current.key, 'xinyun person search', idNumber).toString('hex'),
    maskId: maskResidentId,
    maskName,
    maskPhone,
  })
}
