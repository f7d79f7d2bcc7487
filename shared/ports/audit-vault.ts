/**
 * Write-once storage for anchors and the archive: an object cannot be changed or deleted during the retention time of the
 * stack, except by a principal that may bypass the governance mode of its lock.
 */
export interface AuditVault {
  /** Writes an object that does not exist yet; false if one exists, which stays. */
  putOnce(key: string, text: string): Promise<boolean>;
  /** Keys with this `prefix` after `after`, in order; objects hidden by a delete marker included. */
  list(prefix: string, after?: string): AsyncIterable<string>;
  /** The first version under the key; undefined if there never was one. */
  read(key: string): Promise<string | undefined>;
}
