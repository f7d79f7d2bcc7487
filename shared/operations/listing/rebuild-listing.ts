import { CodedError } from '../../domain/kit/errors/coded-error';
import type { LedgerContents } from '../../ports/listing';
import { listOf, type WritePorts, writeRows } from './write-rows';

export interface RebuildPorts extends WritePorts {
  readonly contents: LedgerContents;
  /** Called after each page of the ledger. */
  onProgress(listed: Rebuilt): void;
}

export interface Rebuilt {
  readonly notifications: number;
  readonly deliveries: number;
}

/**
 * Lists everything that the ledger has: after the listing was lost, or for what was accepted before there was one. Idempotent,
 * and beside the function `listing`: a row that a change has written stays.
 *
 * @throws CodedError `list.rebuild_incomplete` if rows could not be written after retries; errors of the ports
 */
export async function rebuildListing(ports: RebuildPorts): Promise<Rebuilt> {
  let listed: Rebuilt = { notifications: 0, deliveries: 0 };
  for await (const items of ports.contents.listable()) {
    const changes = listOf(items);
    const left = await writeRows(changes, { withoutRecord: true }, ports);
    const count = left.notifications.length + left.rows.length;
    if (count > 0) throw incomplete(count);
    listed = {
      notifications: listed.notifications + changes.notifications.length,
      deliveries: listed.deliveries + changes.deliveries.length,
    };
    ports.onProgress(listed);
  }
  return listed;
}

const incomplete = (count: number): CodedError =>
  new CodedError(
    'list.rebuild_incomplete',
    `${count} rows could not be written to the listing`,
    'run it again: rows that are there already stay as they are',
  );
