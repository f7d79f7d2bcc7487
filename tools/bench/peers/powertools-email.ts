import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Liquid } from 'liquidjs';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { HTML, SUBJECT, TEXT } from './order-mail';

/**
 * An email function as the documentation of its libraries shows: Powertools for AWS Lambda (batch processing with
 * idempotency), zod for the notification, LiquidJS with templates parsed once, nodemailer's stream transport for the MIME
 * message, and the SDK's SES client. Unlike Carillon it knows one language and no suppressed addresses or unsubscriptions.
 */
const processor = new BatchProcessor(EventType.SQS);
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE ?? '' });
const config = new IdempotencyConfig({ eventKeyJmesPath: 'id' });
const ses = new SESClient({});
const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
const liquid = new Liquid({ outputEscape: 'escape' });
const plain = new Liquid();
const [subject, text, html] = [plain.parse(SUBJECT), plain.parse(TEXT), liquid.parse(HTML)];

const Order = z.strictObject({
  orderNumber: z.string().max(64),
  customerName: z.string().max(100).optional(),
  carrier: z.string().max(100),
  trackingNumber: z.string().max(64).optional(),
  trackingUrl: z.url({ protocol: /^https$/ }).optional(),
  expectedDelivery: z.iso.date().optional(),
  items: z
    .array(z.strictObject({ name: z.string(), quantity: z.int().min(1) }))
    .min(1)
    .max(100),
});

const Notification = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.literal('order.shipped'),
  time: z.iso.datetime(),
  tenant: z.string().min(1),
  channels: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  recipients: z.string().min(1),
  data: Order,
});

const deliver = makeIdempotent(
  async ({ id, recipients, data }: z.infer<typeof Notification>) => {
    const mail = await composer.sendMail({
      from: process.env.MAIL_FROM,
      to: recipients,
      subject: await plain.render(subject, { data }),
      text: await plain.render(text, { data }),
      html: await liquid.render(html, { data }),
      headers: { 'X-Notification-Id': id, 'Auto-Submitted': 'auto-generated' },
    });
    const { MessageId } = await ses.send(new SendRawEmailCommand({ RawMessage: { Data: mail.message as Buffer } }));
    return { messageId: MessageId ?? '' };
  },
  { persistenceStore, config },
);

const recordHandler = async ({ body }: SQSRecord): Promise<void> => {
  await deliver(Notification.parse(JSON.parse(body)));
};

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, recordHandler, processor, { context, processInParallel: true });
};
