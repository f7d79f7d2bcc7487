import * as z from 'zod';
import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

/** As Zod's "Defining schemas" shows; the same rules as those of the Ajv peer. */
const line = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);

const data = z.strictObject({
  orderNumber: line(64),
  customerName: line(100).optional(),
  carrier: line(100),
  trackingNumber: line(64).optional(),
  trackingUrl: z.url({ protocol: /^https$/ }).optional(),
  expectedDelivery: z.iso.date().optional(),
  items: z
    .array(z.strictObject({ name: line(200), quantity: z.int().min(1) }))
    .min(1)
    .max(100),
});

const envelope = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.ulid(),
  source: z.string().min(1).max(256),
  type: z
    .string()
    .max(128)
    .regex(/^[a-z0-9]+([._-][a-z0-9]+)*$/),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json').optional(),
  data,
  tenant: z
    .string()
    .max(64)
    .regex(/^[a-z0-9][a-z0-9_-]*$/),
  channels: z
    .string()
    .max(256)
    .regex(/^[a-z0-9-]+(,[a-z0-9-]+)*$/),
  severity: z.enum(['info', 'warning', 'critical']).optional(),
  recipients: z.string().min(1).max(20_000).optional(),
});
const body = JSON.stringify(notification);

printCpuRate(() => envelope.parse(JSON.parse(body)));
