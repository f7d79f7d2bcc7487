/**
 * What the receivers of presets accept, as far as the presets use it: JSON Schemas written from their documentation.
 * Lengths are in UTF-16 code units, which are never fewer than the characters that a receiver counts.
 */

const closed = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const one = (value: unknown) => ({ const: value });

/**
 * @see https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 * @see https://docs.slack.dev/reference/block-kit/blocks/header-block: 150 characters of plain text
 * @see https://docs.slack.dev/reference/block-kit/blocks/section-block: 10 fields of 2,000 characters
 * @see https://docs.slack.dev/reference/block-kit/blocks/context-block: 10 elements
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
const mrkdwn = (maxLength: number) =>
  closed({ type: one('mrkdwn'), text: text(maxLength), verbatim: { type: 'boolean' } }, ['type', 'text']);

const slackBlocks = [
  closed({
    type: one('header'),
    text: closed({ type: one('plain_text'), text: text(150), emoji: { type: 'boolean' } }, ['type', 'text']),
  }),
  closed({ type: one('section'), fields: { type: 'array', minItems: 1, maxItems: 10, items: mrkdwn(2_000) } }),
  closed({ type: one('context'), elements: { type: 'array', minItems: 1, maxItems: 10, items: mrkdwn(3_000) } }),
];

export const slackMessage = closed({
  text: text(40_000),
  blocks: { type: 'array', minItems: 1, maxItems: 50, items: { oneOf: slackBlocks } },
});

/**
 * @see https://adaptivecards.io/explorer/RichTextBlock.html and https://adaptivecards.io/explorer/TextRun.html
 * @see https://learn.microsoft.com/connectors/teams/#microsoft-teams-webhook: a message with attachments of Adaptive Cards
 */
const textRun = closed(
  {
    type: one('TextRun'),
    text: { type: 'string', minLength: 1 },
    size: { enum: ['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'] },
    weight: { enum: ['Default', 'Lighter', 'Bolder'] },
    color: { enum: ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'] },
    isSubtle: { type: 'boolean' },
  },
  ['type', 'text'],
);

const richTextBlock = closed({ type: one('RichTextBlock'), inlines: { type: 'array', minItems: 1, items: textRun } });

const adaptiveCard = closed({
  $schema: one('http://adaptivecards.io/schemas/adaptive-card.json'),
  type: one('AdaptiveCard'),
  version: { enum: ['1.2', '1.3', '1.4', '1.5'] },
  body: { type: 'array', minItems: 1, items: richTextBlock },
});

const attachment = closed({
  contentType: one('application/vnd.microsoft.card.adaptive'),
  contentUrl: { type: 'null' },
  content: adaptiveCard,
});

export const teamsMessage = closed({
  type: one('message'),
  attachments: { type: 'array', minItems: 1, maxItems: 1, items: attachment },
});

/** @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook */
export const MAX_TEAMS_BYTES = 28 * 1024;

/** @see https://developer.pagerduty.com/docs/send-alert-event, "Parameters" */
export const pagerdutyEvent = closed({
  routing_key: { type: 'string', minLength: 32, maxLength: 32 },
  event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
  dedup_key: text(255),
  client: text(255),
  payload: closed({
    summary: text(1_024),
    source: text(1_024),
    severity: { enum: ['critical', 'error', 'warning', 'info'] },
    timestamp: { type: 'string', format: 'date-time' },
    group: text(255),
    class: text(255),
    custom_details: { type: 'object' },
  }),
});

/** @see https://developer.pagerduty.com/docs/events-api-v2-overview: 512 KB an event */
export const MAX_PAGERDUTY_BYTES = 512 * 1024;
