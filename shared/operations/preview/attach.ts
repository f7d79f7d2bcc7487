import { type AttachmentReference, checkAttachments } from '../../domain/mail/attachment';
import { loadAttachments } from '../../mail/compose/attachments';
import type { AttachedFile } from '../../mail/compose/mail';
import type { AttachmentStore } from '../../ports/attachment-store';

/** An attachment of the mail. Has neither `bytes` nor `notLoaded` if no store was given. */
export interface ListedFile {
  readonly key: string;
  readonly name?: string;
  /** Size of a loaded file. */
  readonly bytes?: number;
  /** Reason why the file was not loaded. */
  readonly notLoaded?: string;
}

export interface Attached {
  readonly files: readonly AttachedFile[];
  readonly listed: readonly ListedFile[];
}

type OpenAttachments = () => Promise<AttachmentStore | undefined>;
type Loaded = Awaited<ReturnType<typeof loadAttachments>> | { readonly kind: 'no store' };

/** Loads all files or none, like the channel, which rejects a mail with a missing file. */
export async function attach(
  references: readonly AttachmentReference[],
  tenant: string,
  open: OpenAttachments,
): Promise<Attached> {
  if (references.length === 0) return { files: [], listed: [] };
  const loaded = await load(references, tenant, open);
  const files = loaded.kind === 'loaded' ? loaded.files : [];
  const listed = references.map(
    ({ key, name }, n): ListedFile => ({
      key,
      ...(name !== undefined && { name }),
      ...(loaded.kind === 'loaded' && { bytes: files[n]?.content.length ?? 0 }),
      ...(loaded.kind === 'refused' && { notLoaded: loaded.reason }),
    }),
  );
  return { files, listed };
}

async function load(
  references: readonly AttachmentReference[],
  tenant: string,
  open: OpenAttachments,
): Promise<Loaded> {
  if (!checkAttachments(references, tenant).ok) return loadAttachments(references, tenant, NO_FILES);
  const store = await open();
  return store === undefined ? { kind: 'no store' } : loadAttachments(references, tenant, store);
}

/** Never called: `loadAttachments` refuses these references before it reads. */
const NO_FILES: AttachmentStore = { size: async () => undefined, read: async () => new Uint8Array() };
