import * as Type from '@sinclair/typebox';
import type { MailContent } from '../domain/mail/mail-template';
import { defineType } from './define-type';
import { amount, currency, httpsUrl, line, timestamp } from './fields';
import { paragraph, row, table } from './mail-parts';

const data = Type.Object(
  {
    invoiceNumber: line('the invoice number, as the customer knows it', 64),
    amount: amount('the sum that is due'),
    currency: currency(),
    paymentMethod: line('the payment method, as the customer calls it, without the full number', 60),
    reason: Type.Union([Type.Literal('card_expired'), Type.Literal('insufficient_funds'), Type.Literal('declined')], {
      description: 'the reason, as far as the customer may know it',
    }),
    nextAttempt: Type.Optional(timestamp('the time of the next attempt, if there is one')),
    updateUrl: httpsUrl('the page to change the payment method on'),
  },
  { additionalProperties: false },
);

const REASON = `{% case data.reason %}{% when 'card_expired' %}The card has expired.{% when 'insufficient_funds' %}Your bank reported insufficient funds.{% else %}Your bank declined it and gave no further reason.{% endcase %}`;
const NEXT = `{% if data.nextAttempt %}We will try again on {{ data.nextAttempt | date: '%A, %-d %B %Y, %H:%M' }} UTC. If the payment method works by then, there is nothing else to do.{% else %}We will not try again by ourselves. Please choose how you want to pay.{% endif %}`;

const en: MailContent = {
  subject: 'We could not collect {{ data.amount | money: data.currency }} for invoice {{ data.invoiceNumber }}',
  text: `A payment to us did not go through. ${REASON}

Invoice: {{ data.invoiceNumber }}
Amount: {{ data.amount | money: data.currency }}
Payment method: {{ data.paymentMethod }}

${NEXT}

Update your payment method: {{ data.updateUrl }}

We never ask for card details by mail.`,
  html: [
    paragraph(`A payment to us did not go through. ${REASON}`),
    table(
      row('Invoice', '{{ data.invoiceNumber }}'),
      row('Amount', '{{ data.amount | money: data.currency }}'),
      row('Payment method', '{{ data.paymentMethod }}'),
    ),
    paragraph(NEXT),
    "{% render 'button', url: data.updateUrl, label: 'Update payment method' %}",
    "{% render 'note', text: 'We never ask for card details by mail.' %}",
  ].join(''),
};

export default defineType({
  type: 'payment.failed',
  description: 'A payment could not be collected.',
  data,
  channels: ['email'],
  severity: 'warning',
  mail: { defaultLocale: 'en', locales: { en } },
  example: {
    invoiceNumber: 'INV-2026-0417',
    amount: '49.90',
    currency: 'EUR',
    paymentMethod: 'Visa ending in 4242',
    reason: 'card_expired',
    nextAttempt: '2026-11-27T08:00:00Z',
    updateUrl: 'https://billing.example.com/payment-method',
  },
});
