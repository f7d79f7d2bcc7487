/** The part of a request that the format decides. */
export interface FormattedRequest {
  /** Lower-case names; `content-type` is one of them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact text that is signed and sent. */
  readonly body: string;
}
