import { isHeaderText } from './header-text';

/** A file that a notification refers to: an object of the stack's bucket of attachments. */
export interface AttachmentReference {
  /** Of the object; begins with the tenant's name and a slash. */
  readonly key: string;
  /** What the reader sees. @default the end of the key */
  readonly name?: string;
  /** @default by the ending of the name */
  readonly contentType?: string;
}

export interface Attachment {
  readonly key: string;
  /** One line, with an ending that is allowed. */
  readonly name: string;
  readonly contentType: string;
}

export type AttachmentsResult =
  | { readonly ok: true; readonly attachments: readonly Attachment[] }
  | { readonly ok: false; readonly reason: string };

export const MAX_ATTACHMENTS = 10;
/**
 * All of a mail together, before base64 makes them a third longer. SES's API of version 1 takes 10 MB of mail.
 *
 * @see Amazon SES Developer Guide, "Service quotas", message size
 */
export const MAX_ATTACHMENT_BYTES = 7_000_000;
const MAX_NAME_LENGTH = 150;
/** Amazon S3 User Guide, "Naming Amazon S3 objects". */
const MAX_KEY_BYTES = 1_024;

/**
 * What may be attached, and as what. A list of what is allowed, since one of what is not is never complete: nothing here
 * is run when it is opened, and mail filters let it through.
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

/** The attachments that references name, or everything that is wrong with them. */
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
 * The slash ends the name, so that `acme` has nothing of `acme-2`. S3 knows no folders, so that `..` means nothing to it;
 * to what reads keys elsewhere it may. `%2e` is two characters and a percent sign there: the client encodes the key.
 */
const isKeyOf = (key: string, tenant: string): boolean =>
  key.startsWith(`${tenant}/`) &&
  Buffer.byteLength(key) <= MAX_KEY_BYTES &&
  !/[\p{Control}\p{Surrogate}\\]/u.test(key) &&
  key.split('/').every((step) => !['', '.', '..'].includes(step));

/** One line, of which no system makes a path. */
export const isFileName = (name: string): boolean =>
  name.length <= MAX_NAME_LENGTH && /^[^/\\]+$/.test(name) && isHeaderText(name);

const nameOf = ({ key, name }: AttachmentReference): string => name ?? key.slice(key.lastIndexOf('/') + 1);

/** By the last ending alone, which is what systems go by: `invoice.pdf.exe` is no PDF. */
const typeOf = (name: string): string | undefined => TYPES.get(/(?<=[^.]\.)[a-z0-9]+$/i.exec(name)?.[0].toLowerCase());
