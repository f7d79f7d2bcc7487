import { type SenderDefinition, senders } from './senders';

/** The sender that a mail's reader sees. */
export interface MailSender {
  readonly name: string;
  /** Lines, at least one. */
  readonly footer: readonly string[];
}

/** @param fallback the environment's sender name, for a tenant without one */
export function senderOf(
  tenant: string,
  fallback: string,
  all: Readonly<Record<string, SenderDefinition>> = senders,
): MailSender {
  const own = Object.hasOwn(all, tenant) ? all[tenant] : undefined;
  const name = own?.name ?? fallback;
  return { name, footer: (own?.footer ?? name).split('\n') };
}
