export interface Mail {
  readonly from: string;
  /** One address: each recipient is a delivery of its own. */
  readonly to: string;
  /** RFC 5322 and MIME, ≤ 40 MB. */
  readonly raw: Uint8Array;
}

export interface Mailer {
  /** Resolves with the service's message id. Rejects with the service's error, whose `name` decides the outcome. */
  send(mail: Mail): Promise<{ messageId: string }>;
}
