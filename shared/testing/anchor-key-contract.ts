import { signatureVerifier } from '../domain/audit-chain/verify-signature';
import type { AnchorKeyReader, AnchorSigner } from '../ports/anchor-key';

/** Contract of every anchor key. */
export function describeAnchorKeyContract(name: string, makeKey: () => AnchorSigner & AnchorKeyReader): void {
  describe(`${name}, as a key of anchors`, () => {
    it('signs text of any length, which its public key alone verifies', async () => {
      const key = makeKey();
      const verify = signatureVerifier(await key.publicKey());
      for (const text of ['', 'Grüße 🎉', 'x'.repeat(100_000)]) {
        const signature = await key.sign(text);
        expect([verify(text, signature), verify(`${text}.`, signature)]).toEqual([true, false]);
      }
      expect(verify('text', Buffer.from('no signature'))).toBe(false);
    });
  });
}
