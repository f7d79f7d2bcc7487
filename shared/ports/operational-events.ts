/** What those who operate the stack want to hear of, as a CloudEvents 1.0 event on the topic `events`. */
export interface OperationalEvent {
  readonly type: 'delivery.failed' | 'endpoint.disabled' | 'notification.conflict' | 'address.suppressed';
  readonly tenant: string;
  /** What it is about: a notification's id, an endpoint's id. Never an address. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** Flat, and free of addresses, contents and secrets. */
  readonly data: Readonly<Record<string, string | number>>;
}

export interface OperationalEvents {
  /** At least once. Throws when it could not be published. */
  raise(event: OperationalEvent): Promise<void>;
}
