export interface ApiAnswer {
  readonly status: number;
  /** An object; empty if the answer has none. */
  readonly body: object;
}
