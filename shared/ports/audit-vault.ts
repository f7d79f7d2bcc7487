/**
 * Where anchors and the archive are kept: what is written once cannot be changed or deleted for as long as the stack
 * says, by nobody.
 */
export interface AuditVault {
  /** Writes what is not there yet; false when something is, which stays. */
  putOnce(key: string, text: string): Promise<boolean>;
  /** Keys that begin with `prefix` and come after `after`, in order; also of what somebody hid behind a delete marker. */
  list(prefix: string, after?: string): AsyncIterable<string>;
  /** What was written first under the key; undefined where nothing ever was. */
  read(key: string): Promise<string | undefined>;
}
