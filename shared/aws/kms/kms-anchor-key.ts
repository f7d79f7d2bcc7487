import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { sha256Digest } from '../../domain/kit/text/sha256-digest';
import type { AnchorKeyReader, AnchorSigner } from '../../ports/anchor-key';

/** Signs the digest: KMS signs messages of at most 4,096 bytes, and an anchor of many tenants is longer. */
export const kmsAnchorSigner = (kms: KMSClient, keyArn: string): AnchorSigner => ({
  keyArn,
  sign: async (text) => {
    const Message = sha256Digest(text);
    const signing = { KeyId: keyArn, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    const { Signature } = await kms.send(new SignCommand(signing));
    return Signature as Uint8Array;
  },
});

export const kmsAnchorKeyReader = (kms: KMSClient, keyArn: string): AnchorKeyReader => ({
  keyArn,
  publicKey: async () => (await kms.send(new GetPublicKeyCommand({ KeyId: keyArn }))).PublicKey as Uint8Array,
});
