import { type SenderDefinition, senders } from './senders';

/** Who a mail is from, as its reader sees it. */
export interface MailSender {
  readonly name: string;
  /** Lines, at least one. */
  readonly footer: readonly string[];
}

/** @param fallback name of the environment */
export function senderOf(
  tenant: string,
  fallback: string,
  all: Readonly<Record<string, SenderDefinition>> = senders,
): MailSender {
  const own = Object.hasOwn(all, tenant) ? all[tenant] : undefined;
  const name = own?.name ?? fallback;
  return { name, footer: (own?.footer ?? name).split('\n') };
}
