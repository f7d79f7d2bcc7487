import * as Type from '@sinclair/typebox';
import type { MailContent } from '../domain/mail/mail-template';
import { defineType } from './define-type';
import { date, httpsUrl, line } from './fields';
import { paragraph, row, table } from './mail-parts';

const item = Type.Object(
  {
    name: line('the name of the article'),
    quantity: Type.Integer({ minimum: 1, description: 'the number of pieces' }),
  },
  { additionalProperties: false },
);

const data = Type.Object(
  {
    orderNumber: line('the order number, as the customer knows it', 64),
    customerName: Type.Optional(line('how to address the customer', 100)),
    carrier: line('the name of the carrier', 100),
    trackingNumber: Type.Optional(line("the carrier's number for the parcel", 64)),
    trackingUrl: Type.Optional(httpsUrl('the page to follow the parcel on')),
    expectedDelivery: Type.Optional(date('the day of delivery, where the carrier names one')),
    items: Type.Array(item, {
      minItems: 1,
      maxItems: 100,
      description: 'the contents of the parcel, 1 to 100 articles',
    }),
  },
  { additionalProperties: false },
);

const ITEMS = "{% render 'items', items: data.items %}";

const en: MailContent = {
  subject: 'Your order {{ data.orderNumber }} is on its way',
  text: `Hello{% if data.customerName %} {{ data.customerName }}{% endif %},

Good news: we have handed your order {{ data.orderNumber }} to {{ data.carrier }}.
{% if data.expectedDelivery -%}
It should be with you on {{ data.expectedDelivery | date: '%A, %-d %B %Y' }}.
{% endif %}
In this parcel:
${ITEMS}
{% if data.trackingNumber -%}
Tracking number: {{ data.trackingNumber }}
{% endif -%}
{% if data.trackingUrl -%}
Follow your parcel: {{ data.trackingUrl }}
{% endif %}
It can take a few hours until the carrier shows the first scan.`,
  html: [
    paragraph('Hello{% if data.customerName %} {{ data.customerName }}{% endif %},'),
    paragraph(
      "Good news: we have handed your order <strong>{{ data.orderNumber }}</strong> to {{ data.carrier }}.{% if data.expectedDelivery %} It should be with you on <strong>{{ data.expectedDelivery | date: '%A, %-d %B %Y' }}</strong>.{% endif %}",
    ),
    table(
      row('In this parcel', ITEMS),
      `{% if data.trackingNumber %}${row('Tracking number', '{{ data.trackingNumber }}')}{% endif %}`,
    ),
    `{% if data.trackingUrl %}{% render 'button', url: data.trackingUrl, label: 'Follow your parcel' %}{% endif %}`,
    "{% render 'note', text: 'It can take a few hours until the carrier shows the first scan.' %}",
  ].join(''),
};

const de: MailContent = {
  subject: 'Ihre Bestellung {{ data.orderNumber }} ist unterwegs',
  text: `Guten Tag{% if data.customerName %} {{ data.customerName }}{% endif %},

wir haben Ihre Bestellung {{ data.orderNumber }} an {{ data.carrier }} übergeben.
{% if data.expectedDelivery -%}
Sie kommt voraussichtlich am {{ data.expectedDelivery | date: '%A, %-d. %B %Y' }} bei Ihnen an.
{% endif %}
In diesem Paket:
${ITEMS}
{% if data.trackingNumber -%}
Sendungsnummer: {{ data.trackingNumber }}
{% endif -%}
{% if data.trackingUrl -%}
Sendung verfolgen: {{ data.trackingUrl }}
{% endif %}
Bis die Sendung zum ersten Mal erfasst ist, können einige Stunden vergehen.`,
  html: [
    paragraph('Guten Tag{% if data.customerName %} {{ data.customerName }}{% endif %},'),
    paragraph(
      "wir haben Ihre Bestellung <strong>{{ data.orderNumber }}</strong> an {{ data.carrier }} übergeben.{% if data.expectedDelivery %} Sie kommt voraussichtlich am <strong>{{ data.expectedDelivery | date: '%A, %-d. %B %Y' }}</strong> bei Ihnen an.{% endif %}",
    ),
    table(
      row('In diesem Paket', ITEMS),
      `{% if data.trackingNumber %}${row('Sendungsnummer', '{{ data.trackingNumber }}')}{% endif %}`,
    ),
    `{% if data.trackingUrl %}{% render 'button', url: data.trackingUrl, label: 'Sendung verfolgen' %}{% endif %}`,
    "{% render 'note', text: 'Bis die Sendung zum ersten Mal erfasst ist, können einige Stunden vergehen.' %}",
  ].join(''),
};

export default defineType({
  type: 'order.shipped',
  description: 'A parcel of an order was handed to the carrier.',
  data,
  channels: ['email', 'webhook'],
  severity: 'info',
  mail: { defaultLocale: 'en', locales: { en, de } },
  example: {
    orderNumber: 'A-10293',
    customerName: 'Ada Marlow',
    carrier: 'Northline Express',
    trackingNumber: 'NX482910337',
    trackingUrl: 'https://track.example.com/NX482910337',
    expectedDelivery: '2026-11-26',
    items: [
      { name: 'Walnut desk lamp', quantity: 1 },
      { name: 'LED bulb, 806 lm', quantity: 2 },
    ],
  },
});
