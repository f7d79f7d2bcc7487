import { type NamedHistory, readHistory, type StatusPorts } from './read-history';
import { isUnknown, unknownId } from './unknown-id';

export interface StatusRequest {
  /** Of the notification, or, where none could be read, of its SQS message. */
  readonly id: string;
}

/** @throws CodedError `cli.unknown_id` where nothing is recorded */
export async function readStatus({ id }: StatusRequest, ports: StatusPorts): Promise<NamedHistory> {
  const history = await readHistory(id, ports);
  if (isUnknown(history)) throw unknownId(id);
  return history;
}
