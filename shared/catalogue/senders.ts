/** The sender that readers of a tenant's mails see. */
export interface SenderDefinition {
  /** Display name in From, one line. @default the environment's: `CARILLON_SENDER_NAME` */
  readonly name?: string;
  /** Footer of every mail, such as a company's name and address; may have several lines. @default the name */
  readonly footer?: string;
}

/** Senders by tenant. Tenants that are not listed have the environment's. */
export const senders: Readonly<Record<string, SenderDefinition>> = {
  demo: { name: 'Northline Shop', footer: 'Northline Shop, Mill Lane 4, Graz' },
};
