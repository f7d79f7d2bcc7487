import { chunksOf } from '../../../shared/domain/kit/chunks/chunks-of';
import type { ToList } from '../../../shared/operations/listing/write-rows';

/** The function's own queue, of what it could not list. */
export interface LaterQueue {
  /** @param body of one message, at most 256 KiB */
  send(body: string): Promise<void>;
}

/** A row has about 400 bytes. */
const ROWS_PER_MESSAGE = 200;

/** Sends messages of at most 200 rows; none if there is nothing to list. Has no address and no content. */
export async function sendLater({ notifications, rows, deliveries }: ToList, queue: LaterQueue): Promise<void> {
  const messages = [
    ...chunksOf(notifications, ROWS_PER_MESSAGE).map((some) => ({ notifications: some, rows: [], deliveries: [] })),
    ...chunksOf(rows, ROWS_PER_MESSAGE).map((some) => ({ notifications: [], rows: some, deliveries: [] })),
    ...chunksOf(deliveries, ROWS_PER_MESSAGE).map((some) => ({ notifications: [], rows: [], deliveries: some })),
  ] satisfies ToList[];
  await Promise.all(messages.map((message) => queue.send(JSON.stringify(message))));
}

export const readLater = (body: string): ToList => JSON.parse(body) as ToList;
