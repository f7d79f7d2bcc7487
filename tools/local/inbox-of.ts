import type { EmulatorName, ReceivedMail } from './emulator';
import { localstackInbox } from './localstack/localstack-inbox';
import { ministackInbox } from './ministack/ministack-inbox';

type Inbox = () => Promise<readonly ReceivedMail[]>;

/** Reads the mails that an emulator has accepted, oldest first; none for an endpoint of unknown kind. */
export function inboxOf({ name, endpoint }: { readonly name: EmulatorName; readonly endpoint: string }): Inbox {
  if (name === 'ministack') return ministackInbox(endpoint);
  return name === 'localstack' ? localstackInbox(endpoint) : async () => [];
}
