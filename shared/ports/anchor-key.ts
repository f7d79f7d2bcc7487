/** The asymmetric key that signs anchors: ECDSA over P-256, SHA-256. The private half never leaves KMS. */
export interface AnchorSigner {
  readonly keyArn: string;
  /** @returns the signature of the text, DER */
  sign(text: string): Promise<Uint8Array>;
}

export interface AnchorKeyReader {
  readonly keyArn: string;
  /** SubjectPublicKeyInfo, DER. */
  publicKey(): Promise<Uint8Array>;
}
