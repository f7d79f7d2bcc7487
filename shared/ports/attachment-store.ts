/** The attachments that producers uploaded for mails. */
export interface AttachmentStore {
  /** Size of an object in bytes, without reading it; undefined if there is none. Throws if the store cannot tell. */
  size(key: string): Promise<number | undefined>;
  /** Reads an object. Throws if it has more than `maxBytes`, or no longer exists. */
  read(key: string, maxBytes: number): Promise<Uint8Array>;
}
