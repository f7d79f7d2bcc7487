import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import orderShipped from '../../../../shared/catalogue/order-shipped';
import { sampleNotification as notification } from '../../samples/sample-notification';
import { printCpuRate } from '../cpu-rate';

/** As Ajv's "Getting started" shows: the schema is compiled once. The catalogue's schema of the data is JSON Schema. */
const ajv = addFormats(new Ajv());
const text = (pattern: string, maxLength: number) => ({ type: 'string', pattern, maxLength });

const validate = ajv.compile({
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'time', 'data', 'tenant', 'channels'],
  properties: {
    specversion: { const: '1.0' },
    id: text('^[0-7][0-9A-HJKMNP-TV-Z]{25}$', 26),
    source: { type: 'string', format: 'uri-reference', maxLength: 256 },
    type: text('^[a-z0-9]+([._-][a-z0-9]+)*$', 128),
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    data: orderShipped.data,
    tenant: text('^[a-z0-9][a-z0-9_-]*$', 64),
    channels: text('^[a-z0-9-]+(,[a-z0-9-]+)*$', 256),
    severity: { enum: ['info', 'warning', 'critical'] },
    recipients: { type: 'string', minLength: 1, maxLength: 20_000 },
  },
});
const body = JSON.stringify(notification);

printCpuRate(() => {
  if (!validate(JSON.parse(body))) throw new Error(ajv.errorsText(validate.errors));
});
