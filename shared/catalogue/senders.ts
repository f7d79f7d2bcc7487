/** Who a tenant's mails are from, as their readers see it. */
export interface SenderDefinition {
  /** Stands before the address in From. One line. @default the environment's: `CARILLON_SENDER_NAME` */
  readonly name?: string;
  /** Below every mail, such as the name and address of a company, in several lines. @default the name */
  readonly footer?: string;
}

/** By tenant. Those that are not listed are as the environment says. */
export const senders: Readonly<Record<string, SenderDefinition>> = {
  demo: { name: 'Northline Shop', footer: 'Northline Shop, Mill Lane 4, Graz' },
};
