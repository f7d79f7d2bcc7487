import type { Benchmark } from '../report/result';
import { measureParts, type PartSubject } from './part';

interface Computation {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly method: string;
  readonly subjects: readonly PartSubject[];
}

const COMPUTATIONS: readonly Computation[] = [
  {
    id: 'examine',
    title: 'One notification of 1 KB, parsed and checked',
    unit: 'notifications for one CPU-s',
    method:
      'The text of one order.shipped with four articles, parsed and validated. Ours is `examine` with the catalogue, as functions call it: it also refuses duplicate keys and numbers that lose digits, compares SNS attributes and size, and evaluates the filter policy. Peers check the envelope and the data by one schema.',
    subjects: [
      { name: 'Carillon, examine', file: 'examine-carillon' },
      { name: 'JSON.parse and zod', file: 'examine-zod' },
      { name: 'JSON.parse and ajv, compiled', file: 'examine-ajv' },
      { name: 'limit: JSON.parse alone', file: 'examine-json-parse' },
    ],
  },
  {
    id: 'import-lines',
    title: 'One line of a file of notifications, from its bytes to the message for the topic',
    unit: 'lines for one CPU-s',
    method:
      'An order.shipped of one article, as a line of 300 bytes of NDJSON and as a row of eight columns: scanned in chunks of a hundred, decoded, parsed, validated as the SDK does, and serialised. Without the calls to S3 and SNS.',
    subjects: [
      { name: 'Carillon, NDJSON', file: 'import-ndjson' },
      { name: 'Carillon, CSV', file: 'import-csv' },
    ],
  },
  {
    id: 'canonical-json',
    title: 'Canonical JSON (RFC 8785) of a notification of 1 KB',
    unit: 'notifications for one CPU-s',
    method: 'The text of a parsed notification. JSON.stringify sorts no keys, and is the limit and no peer.',
    subjects: [
      { name: 'Carillon, canonicalJson', file: 'canonical-carillon' },
      { name: 'limit: JSON.stringify', file: 'canonical-json-stringify' },
    ],
  },
  {
    id: 'content-digest',
    title: 'Digest of the content of a notification of 1 KB',
    unit: 'notifications for one CPU-s',
    method: 'SHA-256 over canonical JSON without id, time and trace; beside it SHA-256 over JSON.stringify, the limit.',
    subjects: [
      { name: 'Carillon, contentDigest', file: 'digest-carillon' },
      { name: 'limit: JSON.stringify and SHA-256', file: 'digest-json-stringify' },
    ],
  },
  {
    id: 'sign',
    title: 'Signature of a webhook of 1 KB (Standard Webhooks, HMAC)',
    unit: 'signatures for one CPU-s',
    method: 'Headers of one attempt, with one symmetric secret that is prepared once.',
    subjects: [
      { name: 'Carillon, sign', file: 'sign-carillon' },
      { name: 'standardwebhooks', file: 'sign-standardwebhooks' },
    ],
  },
];

/** Parts of a delivery that only compute. */
export const computations: readonly Benchmark[] = COMPUTATIONS.map(({ method, subjects, ...row }) => ({
  id: row.id,
  method,
  async *measure() {
    yield { ...row, better: 'more' as const, measured: await measureParts(subjects) };
  },
}));
