import { type AttachmentReference, checkAttachments } from '../../../shared/domain/mail/attachment';
import { loadAttachments } from '../../../shared/mail/compose/attachments';
import type { AttachedFile } from '../../../shared/mail/compose/mail';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';
import { orAwsFailure } from '../stack/aws-failure';

/** A file that the mail is to carry. */
export interface ListedFile {
  readonly key: string;
  readonly name?: string;
  /** Of one that is in the mail. */
  readonly bytes?: number;
  /** Why it is not. */
  readonly notLoaded?: string;
}

export interface Attached {
  readonly files: readonly AttachedFile[];
  readonly listed: readonly ListedFile[];
}

/** All or none, as the channel does it: it would reject a mail with one that is not there. */
export async function attach(
  references: readonly AttachmentReference[],
  tenant: string,
  open: () => Promise<AttachmentStore | undefined>,
): Promise<Attached> {
  if (references.length === 0) return { files: [], listed: [] };
  const loaded = await load(references, tenant, open);
  const files = loaded.kind === 'loaded' ? loaded.files : [];
  const listed = references.map(
    ({ key, name }, n): ListedFile => ({
      key,
      ...(name !== undefined && { name }),
      ...(loaded.kind === 'loaded' ? { bytes: files[n]?.content.length ?? 0 } : { notLoaded: loaded.reason }),
    }),
  );
  return { files, listed };
}

async function load(
  references: readonly AttachmentReference[],
  tenant: string,
  open: () => Promise<AttachmentStore | undefined>,
): ReturnType<typeof loadAttachments> {
  const checked = checkAttachments(references, tenant);
  const store = checked.ok ? await open() : undefined;
  if (checked.ok && !store) return { kind: 'refused', reason: 'name a folder with --files or a stack with --outputs' };
  return orAwsFailure(loadAttachments(references, tenant, store ?? NO_FILES), 'reading the attachments');
}

/** What is asked of it would be refused before. */
const NO_FILES: AttachmentStore = { size: async () => undefined, read: async () => new Uint8Array() };
