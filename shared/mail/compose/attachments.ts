import {
  type Attachment,
  type AttachmentReference,
  checkAttachments,
  MAX_ATTACHMENT_BYTES,
} from '../../domain/mail/attachment';
import { isGeneric, type TypeMail } from '../../domain/mail/mail-template';
import type { Notification } from '../../domain/notification/notification';
import type { AttachmentStore } from '../../ports/attachment-store';
import type { AttachedFile } from './mail';

export type AttachmentsLoaded =
  | { readonly kind: 'loaded'; readonly files: readonly AttachedFile[] }
  /** A permanent failure: a retry would fail the same way. */
  | { readonly kind: 'refused'; readonly reason: string };

/** The attachments that the notification asks for. The catalogue's schema, which validated the data, defines the form. */
export const attachmentsOf = ({ data }: Notification, mail: TypeMail): readonly AttachmentReference[] =>
  !isGeneric(mail) && mail.attachments ? ((data as AttachmentData).attachments ?? []) : [];

interface AttachmentData {
  readonly attachments?: readonly AttachmentReference[];
}

/** Loads the files, after it checked all sizes. Throws if the store fails, which is transient. */
export async function loadAttachments(
  references: readonly AttachmentReference[],
  tenant: string,
  store: AttachmentStore,
): Promise<AttachmentsLoaded> {
  const checked = checkAttachments(references, tenant);
  if (!checked.ok) return refused(checked.reason);
  const sizes = await Promise.all(checked.attachments.map(({ key }) => store.size(key)));
  const missing = checked.attachments.filter((_, n) => sizes[n] === undefined).map(({ key }) => key);
  if (missing.length > 0) return refused(`there is no ${missing.join(', ')}`);
  const total = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  if (total > MAX_ATTACHMENT_BYTES) return refused(`${total} bytes together, allowed ${MAX_ATTACHMENT_BYTES}`);
  const files = await Promise.all(checked.attachments.map((one, n) => read(one, sizes[n] ?? 0, store)));
  return { kind: 'loaded', files };
}

const refused = (why: string): AttachmentsLoaded => ({ kind: 'refused', reason: `attachments: ${why}` });

const read = async ({ key, name, contentType }: Attachment, size: number, store: AttachmentStore) => ({
  name,
  contentType,
  content: await store.read(key, size),
});
