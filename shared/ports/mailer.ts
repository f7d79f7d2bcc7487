export interface Mail {
  readonly from: string;
  /** One address: each recipient is a delivery of its own. */
  readonly to: string;
  /** RFC 5322 and MIME, ≤ 40 MB. */
  readonly raw: Uint8Array;
  /** What events about the mail say again. Names and values of letters, digits, `_` and `-`, at most 256 characters. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Mailer {
  /** Resolves with the service's message id. Rejects with the service's error, whose `name` decides the outcome. */
  send(mail: Mail): Promise<{ messageId: string }>;
}
