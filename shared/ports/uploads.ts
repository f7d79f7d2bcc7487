/** One version of an uploaded file. */
export interface Upload {
  /** S3's ETag without quotes: another content has another. */
  readonly etag: string;
  readonly bytes: number;
}

/** The files that producers put into the inbox. */
export interface Uploads {
  /** Undefined if there is none. */
  find(key: string): Promise<Upload | undefined>;
  /** Bytes `from` to `to`, exclusive, of this version; undefined if the file was replaced or deleted. */
  read(key: string, etag: string, from: number, to: number): Promise<Uint8Array | undefined>;
}

export interface VersionedText {
  readonly text: string;
  readonly version: string;
}

/** Documents that say how an import goes on. */
export interface ImportRecords {
  read(key: string): Promise<VersionedText | undefined>;
  /**
   * Compare and swap: replaces this version, or creates the document if `version` is undefined.
   *
   * @returns the new version; undefined if another one was written meanwhile
   */
  replace(key: string, text: string, version: string | undefined): Promise<string | undefined>;
}

/** Pages of rejected lines, and the file that they become. */
export interface RejectedPages {
  put(key: string, text: string): Promise<void>;
  /** Version of the file, for `join`; undefined if there is none. */
  versionOf(key: string): Promise<string | undefined>;
  /**
   * Joins the pages, in order, to one file, which appears as a whole or not at all. Replaces this version of it alone.
   *
   * @returns false if another version was written meanwhile
   */
  join(key: string, pages: readonly string[], version: string | undefined): Promise<boolean>;
}
