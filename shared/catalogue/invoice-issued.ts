import * as Type from '@sinclair/typebox';
import type { MailContent } from '../domain/mail/mail-template';
import { defineType } from './define-type';
import { amount, attachments, currency, date, line } from './fields';
import { paragraph, row, table } from './mail-parts';

const data = Type.Object(
  {
    invoiceNumber: line('the invoice number, as the customer knows it', 64),
    amount: amount('the sum that is due'),
    currency: currency(),
    dueDate: date('the day until which it is to be paid'),
    attachments: Type.Optional(attachments()),
  },
  { additionalProperties: false },
);

/** Without `text`: the plain-text alternative is converted from the HTML. */
const en: MailContent = {
  subject: 'Your invoice {{ data.invoiceNumber }}',
  html: [
    paragraph('{% if data.attachments %}Your invoice is attached.{% else %}Here is your invoice.{% endif %}'),
    table(
      row('Invoice', '{{ data.invoiceNumber }}'),
      row('Amount', '{{ data.amount | money: data.currency }}'),
      row('Due', "{{ data.dueDate | date: '%-d %B %Y' }}"),
    ),
  ].join(''),
};

const de: MailContent = {
  subject: 'Ihre Rechnung {{ data.invoiceNumber }}',
  html: [
    paragraph('{% if data.attachments %}Ihre Rechnung liegt bei.{% else %}Hier ist Ihre Rechnung.{% endif %}'),
    table(
      row('Rechnung', '{{ data.invoiceNumber }}'),
      row('Betrag', '{{ data.amount | money: data.currency }}'),
      row('Zahlbar bis', "{{ data.dueDate | date: '%-d. %B %Y' }}"),
    ),
  ].join(''),
};

export default defineType({
  type: 'invoice.issued',
  description: 'An invoice is there to be paid.',
  data,
  channels: ['email'],
  severity: 'info',
  mail: { defaultLocale: 'en', locales: { en, de }, attachments: true },
  example: {
    invoiceNumber: 'INV-2026-0419',
    amount: '129.00',
    currency: 'EUR',
    dueDate: '2026-12-07',
    attachments: [{ key: 'demo/invoices/0419', name: 'INV-2026-0419.pdf', contentType: 'application/pdf' }],
  },
});
