import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { catalogue } from '../../catalogue';
import type { Preset } from '../../domain/webhook/format/endpoint-format';
import { PRESETS } from '../../domain/webhook/format/endpoint-format';
import { templateVariables } from '../../domain/webhook/format/template-variables';
import { renderTemplate } from '../render-template';
import {
  MAX_PAGERDUTY_BYTES,
  MAX_TEAMS_BYTES,
  pagerdutyEvent,
  slackMessage,
  teamsMessage,
} from '../testing/receiver-schemas';

const ajv = addFormats(new Ajv({ allErrors: true }));
const schemas = { slack: slackMessage, teams: teamsMessage, pagerduty: pagerdutyEvent };
const accepts = (preset: Preset) => ajv.compile(schemas[preset]);

const ROUTING_KEY = 'R0123456789ABCDEFGHIJKLMNOPQRSTU';
const EVENT = {
  specversion: '1.0',
  id: '01M83VVAE0DXK8DR745633EZ6J',
  source: '/shop/orders',
  type: 'order.shipped',
  time: '2026-11-23T09:30:00Z',
  tenant: 'demo',
  severity: 'critical',
  data: {} as unknown,
};

function textOf(preset: Preset, event: Partial<typeof EVENT> & { readonly subject?: string }): string {
  const rendered = renderTemplate(
    { preset },
    templateVariables({ ...EVENT, ...event }, { 'x-routing-key': ROUTING_KEY }),
  );
  if (!rendered.ok) throw new Error(rendered.fault.message);
  return rendered.text;
}

function faultsOf(preset: Preset, text: string): unknown {
  const validate = accepts(preset);
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

const cases = PRESETS.flatMap((preset) => catalogue.map(({ type, example }) => [preset, type, example] as const));

test.each(cases)('%s accepts what %s becomes', (preset, type, data) => {
  expect(faultsOf(preset, textOf(preset, { type, data, subject: 'A-10293' }))).toEqual([]);
});

test.each(PRESETS)('%s accepts an event without data, and one without subject', (preset) => {
  expect(faultsOf(preset, textOf(preset, { data: {}, severity: 'info' }))).toEqual([]);
});

/** Anything that a notification may hold, and much of it, near and over the limits of the receivers. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed()),
  fc
    .constantFrom(
      '&',
      '<',
      '>',
      '"',
      '\\',
      '\u0000',
      '\u{1F600}',
      'ü',
      '\u202E',
      '<!channel>',
      '[x](https://evil.example)',
    )
    .chain((part) => fc.integer({ min: 0, max: 3_000 }).map((count) => part.repeat(count))),
);
const anyData = fc.dictionary(
  anyText.filter((key) => key !== '__proto__'),
  fc.oneof(
    anyText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(anyText, { maxLength: 3 }),
  ),
  { maxKeys: 14 },
);
const anySubject = anyText.map((text) => `x${text}`.slice(0, 256).toWellFormed());

test.each(PRESETS)('%s accepts every notification, within its limits', (preset) => {
  const validate = accepts(preset);
  const maxBytes = { slack: 40_000, teams: MAX_TEAMS_BYTES, pagerduty: MAX_PAGERDUTY_BYTES }[preset];
  fc.assert(
    fc.property(anySubject, anyData, fc.constantFrom('info', 'warning', 'critical'), (subject, data, severity) => {
      const text = textOf(preset, { subject, data, severity });
      expect(validate(JSON.parse(text)) ? [] : validate.errors).toEqual([]);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
    }),
    { numRuns: 150 },
  );
});

const runs = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, member]) =>
        name === 'text' && typeof member === 'string' ? [member] : runs(member),
      );

test('Slack gets text in which nothing from the data is a mention, a link or an entity', () => {
  fc.assert(
    fc.property(anySubject, anyData, (subject, data) => {
      const message = JSON.parse(textOf('slack', { subject, data }));
      const plain = message.blocks[0].text.text;
      const marked = runs(message).filter((text) => text !== plain);
      expect(marked.join('').replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
      const { verbatim } = message.blocks.at(-1).elements[0];
      expect(verbatim).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('all blocks of a message for Slack stay below the limit that Slack does not document', () => {
  const data = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}${'&'.repeat(500)}`, '&'.repeat(5_000)]));
  const { blocks } = JSON.parse(textOf('slack', { subject: '&'.repeat(256), data }));
  expect(blocks[1].fields).toHaveLength(10);
  expect(JSON.stringify(blocks).length).toBeLessThan(13_000);
});

test('Teams gets text runs alone, in which Markdown has no meaning', () => {
  const [card] = JSON.parse(textOf('teams', { data: { note: '[click](https://evil.example)' } })).attachments;
  expect(JSON.stringify(card.content.body)).not.toContain('"TextBlock"');
  expect(runs(card)).toContain('[click](https://evil.example)');
});

test('PagerDuty gets a trigger with the routing key of the endpoint, deduplicated by the id of the notification', () => {
  expect(JSON.parse(textOf('pagerduty', { subject: 'A-1', data: { order: '4711' } }))).toEqual({
    routing_key: ROUTING_KEY,
    event_action: 'trigger',
    dedup_key: EVENT.id,
    client: 'Carillon',
    payload: {
      summary: 'order.shipped: A-1',
      source: '/shop/orders',
      severity: 'critical',
      timestamp: EVENT.time,
      group: 'demo',
      class: 'order.shipped',
      custom_details: { order: '4711' },
    },
  });
});
