/** Objects that producers put for mails to carry. */
export interface AttachmentStore {
  /** Bytes of an object, without reading it; undefined where there is none. Throws where that cannot be told. */
  size(key: string): Promise<number | undefined>;
  /** At most `maxBytes` are read; throws where there is more, or the object is gone. */
  read(key: string, maxBytes: number): Promise<Uint8Array>;
}
