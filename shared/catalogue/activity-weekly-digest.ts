import * as Type from '@sinclair/typebox';
import type { MailContent } from '../domain/mail/mail-template';
import { defineType } from './define-type';
import { date, httpsUrl, line } from './fields';
import { paragraph } from './mail-parts';

const figure = Type.Object(
  { label: line('what is counted', 60), value: line('the number, as it is to be shown', 30) },
  { additionalProperties: false },
);

const highlight = Type.Object(
  { title: line('what happened', 200), url: Type.Optional(httpsUrl('the page about it')) },
  { additionalProperties: false },
);

const data = Type.Object(
  {
    firstName: Type.Optional(line('how to address the reader', 100)),
    from: date('the first day of the week'),
    to: date('the last day of the week'),
    figures: Type.Array(figure, { minItems: 1, maxItems: 20, description: 'the numbers of the week, 1 to 20' }),
    highlights: Type.Optional(Type.Array(highlight, { minItems: 1, maxItems: 10, description: '1 to 10 highlights' })),
    overviewUrl: httpsUrl('the page with all of it'),
  },
  { additionalProperties: false },
);

const HIGHLIGHTS =
  '<ul>{% for one in data.highlights %}<li>{% if one.url %}<a href="{{ one.url }}">{{ one.title }}</a>{% else %}{{ one.title }}{% endif %}</li>{% endfor %}</ul>\n';
const FIGURES = "{% render 'figures', rows: data.figures %}";

/** Without `text`: the plain-text alternative is converted from the HTML. */
const en: MailContent = {
  subject: "Your week, {{ data.from | date: '%-d %B' }} to {{ data.to | date: '%-d %B %Y' }}",
  html: [
    paragraph('Hello{% if data.firstName %} {{ data.firstName }}{% endif %},'),
    paragraph('this is what happened in your account last week.'),
    FIGURES,
    `{% if data.highlights %}${paragraph('Worth a look:')}${HIGHLIGHTS}{% endif %}`,
    "{% render 'button', url: data.overviewUrl, label: 'See all of it' %}",
  ].join(''),
};

const de: MailContent = {
  subject: "Ihre Woche, {{ data.from | date: '%-d. %B' }} bis {{ data.to | date: '%-d. %B %Y' }}",
  html: [
    paragraph('Guten Tag{% if data.firstName %} {{ data.firstName }}{% endif %},'),
    paragraph('das ist in der letzten Woche in Ihrem Konto geschehen.'),
    FIGURES,
    `{% if data.highlights %}${paragraph('Besonders lesenswert:')}${HIGHLIGHTS}{% endif %}`,
    "{% render 'button', url: data.overviewUrl, label: 'Alles ansehen' %}",
  ].join(''),
};

export default defineType({
  type: 'activity.weekly-digest',
  description: 'What happened in an account in one week.',
  data,
  channels: ['email'],
  category: 'digest',
  severity: 'info',
  mail: { defaultLocale: 'en', locales: { en, de } },
  example: {
    firstName: 'Ada',
    from: '2026-11-16',
    to: '2026-11-22',
    figures: [
      { label: 'Orders', value: '128' },
      { label: 'Revenue', value: '€6,204.10' },
    ],
    highlights: [
      { title: 'Walnut desk lamp is back in stock', url: 'https://shop.example.com/lamps/walnut' },
      { title: 'Your busiest day was Tuesday', url: 'https://shop.example.com/reports/2026-47' },
    ],
    overviewUrl: 'https://shop.example.com/reports',
  },
});
