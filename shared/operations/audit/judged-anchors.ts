import { ANCHORS, anchorVerifier, type JudgedAnchor } from '../../domain/audit-chain/anchor';
import { signatureVerifier } from '../../domain/audit-chain/verify-signature';
import type { AnchorKeyReader } from '../../ports/anchor-key';
import type { AuditVault } from '../../ports/audit-vault';

export interface AnchorPorts {
  readonly vault: AuditVault;
  readonly key: AnchorKeyReader;
}

/** Every anchor in order, with its findings. A generator, because each anchor holds the heads of all tenants. */
export async function* judgedAnchors({ vault, key }: AnchorPorts): AsyncIterable<JudgedAnchor> {
  let judge: ReturnType<typeof anchorVerifier> | undefined;
  for await (const name of vault.list(ANCHORS)) {
    judge ??= anchorVerifier({ key: key.keyArn, verify: signatureVerifier(await key.publicKey()) });
    yield judge({ key: name, text: (await vault.read(name)) ?? '' });
  }
}
