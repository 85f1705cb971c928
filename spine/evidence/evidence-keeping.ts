import path from 'node:path'
import type { SecretBox } from '#platform/crypto/secret-box.ts'
import { loadSigningKey, readPublicKeys, type SigningKey } from '#platform/crypto/sm2-signature.ts'
import type { FileStore } from '#platform/files/file-store.ts'
import { anchorCheck, type AnchorCheck } from '#platform/ledger/verify-anchors.ts'

/** Where evidence is kept outside the database, and the key that signs its anchors. */
export type EvidenceKeeping = {
  readonly files: FileStore
  /** Exported anchors: copy this folder to another machine, an anchor beside the database protects less. */
  readonly anchorFolder: string
  readonly signingKey: SigningKey
  /** Accepts the signatures of former key pairs too. */
  readonly isSignedByUs: AnchorCheck
}

/** Opens `<home>/anchors` and the key pair `<home>/keys/anchor.sm2.json`, which is made at the first start. */
export async function openEvidenceKeeping(options: { home: string; files: FileStore; box: SecretBox }): Promise<EvidenceKeeping> {
  const keys = path.join(options.home, 'keys')
  const signingKey = await loadSigningKey(keys, 'anchor', options.box)
  return { files: options.files, anchorFolder: path.join(options.home, 'anchors'), signingKey, isSignedByUs: anchorCheck(await readPublicKeys(keys, 'anchor')) }
}
