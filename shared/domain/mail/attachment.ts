import { isHeaderText } from './header-text';

/** A reference to a file: an object in the stack's attachments bucket. */
export interface AttachmentReference {
  /** Object key; starts with the tenant's name and a slash. */
  readonly key: string;
  /** File name for the reader. @default the end of the key */
  readonly name?: string;
  /** @default derived from the file extension */
  readonly contentType?: string;
}

export interface Attachment {
  readonly key: string;
  /** One line, with an allowed extension. */
  readonly name: string;
  readonly contentType: string;
}

export type AttachmentsResult =
  | { readonly ok: true; readonly attachments: readonly Attachment[] }
  | { readonly ok: false; readonly reason: string };

export const MAX_ATTACHMENTS = 10;
/**
 * Total of one mail, before base64 adds a third. SES's API v1 accepts mails of 10 MB.
 *
 * @see Amazon SES Developer Guide, "Service quotas", message size
 */
export const MAX_ATTACHMENT_BYTES = 7_000_000;
const MAX_NAME_LENGTH = 150;
/** Amazon S3 User Guide, "Naming Amazon S3 objects". */
const MAX_KEY_BYTES = 1_024;

/**
 * Allow list of file extensions and their content types. A deny list would never be complete; no type here is executed
 * when it is opened, and mail filters accept all of them.
 */
const ATTACHMENT_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  json: 'application/json',
  xml: 'application/xml',
  zip: 'application/zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

const TYPES: ReadonlyMap<string | undefined, string> = new Map(Object.entries(ATTACHMENT_TYPES));

/** The validated attachments, or all faults of the references. */
export function checkAttachments(references: readonly AttachmentReference[], tenant: string): AttachmentsResult {
  const tooMany = references.length > MAX_ATTACHMENTS;
  const faults = tooMany
    ? [`${references.length} attachments, allowed ${MAX_ATTACHMENTS}`]
    : references.flatMap((reference, n) => faultsOf(reference, tenant).map((fault) => `attachment ${n + 1} ${fault}`));
  if (faults.length > 0) return { ok: false, reason: faults.join('; ') };
  return { ok: true, attachments: references.map(toAttachment) };
}

const toAttachment = (reference: AttachmentReference): Attachment => {
  const name = nameOf(reference);
  return { key: reference.key, name, contentType: typeOf(name) ?? '' };
};

function faultsOf(reference: AttachmentReference, tenant: string): string[] {
  const name = nameOf(reference);
  const type = typeOf(name);
  return [
    ...(isKeyOf(reference.key, tenant) ? [] : [`is not below '${tenant}/'`]),
    ...(isFileName(name)
      ? []
      : [`has a name that is not one line of 1 to ${MAX_NAME_LENGTH} characters without slashes`]),
    ...(type === undefined ? [`is none of the files allowed: ${Object.keys(ATTACHMENT_TYPES).join(', ')}`] : []),
    ...(type !== undefined && ![undefined, type].includes(reference.contentType) ? [`is ${type} by its name`] : []),
  ];
}

/**
 * The slash ends the tenant's name, so that `acme` has no access to `acme-2`. S3 has no folders, so `..` is harmless
 * there, but other readers of the key may resolve it. `%2e` is literal, because the client encodes the key.
 */
const isKeyOf = (key: string, tenant: string): boolean =>
  key.startsWith(`${tenant}/`) &&
  Buffer.byteLength(key) <= MAX_KEY_BYTES &&
  !/[\p{Control}\p{Surrogate}\\]/u.test(key) &&
  key.split('/').every((step) => !['', '.', '..'].includes(step));

/** One line that no system reads as a path. */
export const isFileName = (name: string): boolean =>
  name.length <= MAX_NAME_LENGTH && /^[^/\\]+$/.test(name) && isHeaderText(name);

const nameOf = ({ key, name }: AttachmentReference): string => name ?? key.slice(key.lastIndexOf('/') + 1);

/** Uses only the last extension, as operating systems do: `invoice.pdf.exe` is no PDF. */
const typeOf = (name: string): string | undefined => TYPES.get(/(?<=[^.]\.)[a-z0-9]+$/i.exec(name)?.[0].toLowerCase());
