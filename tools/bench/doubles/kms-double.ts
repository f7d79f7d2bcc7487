import { randomBytes } from 'node:crypto';

type Input = Record<string, unknown>;

/** KMS for benchmarks: a data key "sealed" is the data key. */
export const kmsDouble: Readonly<Record<string, (input: Input) => unknown>> = {
  GenerateDataKey: ({ KeyId }) => {
    const key = randomBytes(32).toString('base64');
    return { CiphertextBlob: key, Plaintext: key, KeyId };
  },
  Decrypt: ({ CiphertextBlob, KeyId }) => ({
    Plaintext: CiphertextBlob,
    KeyId,
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  }),
};
