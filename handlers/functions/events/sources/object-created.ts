import { defineEventSource } from '../../../../shared/catalogue/define-event-source';
import type { BusEvent } from '../../../../shared/domain/manifest/event-source';
import { consoleUrl } from './console-url';

interface ObjectCreated {
  readonly bucket: { readonly name: string };
  readonly object: { readonly key: string; readonly size: number };
}

/**
 * Only of buckets whose notifications to EventBridge are turned on, and not of Carillon's own: the bucket of uploads has them.
 * Narrow the pattern by `detail.bucket.name` where only some buckets are meant.
 *
 * @see Amazon S3 User Guide, "EventBridge event message structure"
 */
export default defineEventSource({
  name: 'object-created',
  description: 'an object that was put into an S3 bucket of the account and region with EventBridge turned on',
  bus: 'account',
  pattern: {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [{ 'anything-but': { prefix: 'carillon-' } }] } },
  },
  type: 'object.created',
  map: ({ detail, time, region }: BusEvent<ObjectCreated>) => {
    const { bucket, object } = detail;
    const page = `s3/object/${encodeURIComponent(bucket.name)}?region=${region}&prefix=${encodeURIComponent(object.key)}`;
    return {
      subject: bucket.name,
      data: {
        bucket: bucket.name,
        key: object.key,
        bytes: object.size,
        createdAt: time,
        consoleUrl: consoleUrl(region, page),
      },
    };
  },
  example: {
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-11-23T09:30:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:s3:::shop-reports'],
    detail: { bucket: { name: 'shop-reports' }, object: { key: 'daily/2026-11-23.csv', size: 48_213 } },
  },
});
