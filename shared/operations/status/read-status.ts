import { type NamedHistory, readHistory, type StatusPorts } from './read-history';
import { isUnknown, unknownId } from './unknown-id';

export interface StatusRequest {
  /** Of the notification, or, where none could be read, of its SQS message. */
  readonly id: string;
  /** Of whom alone it may be: what another tenant owns is as unknown as what nobody has. @default of any tenant */
  readonly tenant?: string;
}

/** @throws CodedError `cli.unknown_id` where nothing is recorded */
export async function readStatus({ id, tenant }: StatusRequest, ports: StatusPorts): Promise<NamedHistory> {
  const history = await readHistory(id, ports, tenant);
  if (isUnknown(history)) throw unknownId(id);
  return history;
}
