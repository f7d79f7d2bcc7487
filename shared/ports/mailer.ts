export interface Mail {
  readonly from: string;
  /** One address: each recipient has its own delivery. */
  readonly to: string;
  /** RFC 5322 and MIME, ≤ 40 MB. */
  readonly raw: Uint8Array;
  /**
   * Tags that events about the mail repeat. Names and values of letters, digits, `_` and `-`, at most 256 characters.
   */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Mailer {
  /** Resolves with the service's message id. Rejects with the service's error, whose `name` decides the outcome. */
  send(mail: Mail): Promise<{ messageId: string }>;
}
