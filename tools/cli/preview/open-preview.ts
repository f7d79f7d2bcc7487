import { channels } from '../../../handlers';
import { allValid } from '../../../shared/operations/entries/all-valid';
import type { InputEntry } from '../../../shared/operations/entries/parse-entries';
import {
  type Preview,
  type PreviewPorts,
  type PreviewRequest,
  previewMail,
} from '../../../shared/operations/preview/preview-mail';
import { readEntries } from '../input/read-entries';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import { unknownTypesHere } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';
import type { AttachmentsPlace } from './open-files';
import { warnOfFallback } from './warn-of-fallback';

type PreviewAll = (request: Omit<PreviewRequest, 'value' | 'unknownTypes'>) => Promise<readonly Preview[]>;

/**
 * Reads the input, and warns of unknown types where the stack takes them. No stack is needed.
 *
 * @returns what makes the mails of all entries
 * @throws CodedError as reading the input and the outputs of a stack do
 */
export async function openPreview(file: string, place: AttachmentsPlace, terminal: Terminal): Promise<PreviewAll> {
  const entries = await readEntries(file, terminal);
  const unknownTypes = unknownTypesHere(place.outputs, terminal);
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  const ports = { channels, clock: terminal.clock, openAttachments: () => openAttachments(place, terminal) };
  return (request) => previewAll(entries, { ...request, unknownTypes }, ports, terminal);
}

/** The client for S3 is loaded only where there is something to attach. */
function openAttachments(place: AttachmentsPlace, terminal: Terminal) {
  const { openFiles } = require('./open-files') as typeof import('./open-files');
  return openFiles(place, terminal);
}

async function previewAll(
  entries: readonly InputEntry[],
  request: Omit<PreviewRequest, 'value'>,
  ports: PreviewPorts,
  terminal: Terminal,
): Promise<readonly Preview[]> {
  const judged = entries.map(async ({ value }) => {
    const preview = await previewMail({ ...request, value }, ports);
    if (preview.ok) warnOfFallback(preview.result, terminal);
    return preview;
  });
  return allValid(entries, await Promise.all(judged));
}
