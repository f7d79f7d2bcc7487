import { channels } from '../../../handlers';
import { allValid } from '../../../shared/operations/entries/all-valid';
import type { InputEntry } from '../../../shared/operations/entries/parse-entries';
import { type Preview, type PreviewRequest, previewMail } from '../../../shared/operations/preview/preview-mail';
import type { Terminal } from '../terminal';
import { type AttachmentsPlace, openFiles } from './open-files';
import { warnOfFallback } from './warn-of-fallback';

/**
 * The mails of all entries. Opens the store of attachments only if an entry has any.
 *
 * @throws CodedError as `previewMail`, `allValid` and `openFiles` do
 */
export async function previewEntries(
  entries: readonly InputEntry[],
  request: Omit<PreviewRequest, 'value'>,
  place: AttachmentsPlace,
  terminal: Terminal,
): Promise<readonly Preview[]> {
  const ports = { channels, clock: terminal.clock, openAttachments: () => openFiles(place, terminal) };
  const judged = entries.map(async ({ value }) => {
    const preview = await previewMail({ ...request, value }, ports);
    if (preview.ok) warnOfFallback(preview.result, terminal);
    return preview;
  });
  return allValid(entries, await Promise.all(judged));
}
