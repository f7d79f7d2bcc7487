import type { MailContent, MailTemplate, TypeMail } from '../../../domain/mail/mail-template';
import type { Notification } from '../../../domain/notification/notification';
import { type RenderedMail, renderMail } from '../render';

export const NOTIFICATION: Notification = {
  specversion: '1.0',
  id: '01JD9X8M3V5W6Y7Z8A9B0C1D2E',
  source: '/shop/orders',
  type: 'order.shipped',
  subject: '1234',
  time: '2026-11-23T23:30:00-02:00',
  datacontenttype: 'application/json',
  data: { customer: { name: 'Ann' }, total: '12.50', currency: 'EUR' },
  tenant: 'acme',
  channels: 'email',
  severity: 'info',
};

export const AROUND = { sender: { footer: ['Northline Shop'] } };

export const content = (parts: Partial<MailContent>): MailContent => ({
  subject: 'S',
  text: 'T',
  html: '<p>H</p>',
  ...parts,
});
export const template = (parts: Partial<MailContent>): MailTemplate => ({
  defaultLocale: 'en',
  locales: { en: content(parts) },
});
export const about = (data: unknown, more: Partial<Notification> = {}): Notification => ({
  ...NOTIFICATION,
  data,
  ...more,
});

/** @param mail @default the generic one, of all that there is in the data */
export const rendered = (notification: Notification, mail?: TypeMail): RenderedMail => {
  const result = renderMail(notification, mail ?? { forPeople: Object.keys(notification.data as object) }, AROUND);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.mail;
};
/** The text part of a template, without the footer. */
export const text = (source: string, data: unknown = NOTIFICATION.data): string =>
  rendered(about(data), template({ text: source })).text.replace(/\n\n-- \n[\s\S]*/, '');
export const faults = (parts: Partial<MailContent>, data: unknown = NOTIFICATION.data) => {
  const result = renderMail(about(data), template(parts), AROUND);
  return result.ok ? [] : result.faults;
};
