export interface Price {
  readonly dollars: number;
  readonly per: string;
  /** Title of the page of AWS that has it. */
  readonly page: string;
  /** What could be read where; the pricing pages fill in their numbers by script, and stored copies do not have them. */
  readonly source: string;
}

/** Date of the prices below. */
export const PRICES_AS_OF = '2026-11-30';
export const PRICES_REGION = 'us-east-1';

const [ONE, MILLION, GIGABYTE] = [1, 1_000_000, 1_000_000_000];

const LIST = 'values of the AWS Price List of August 2026 as a public repository quotes them';

/** List prices, before free allowances and discounts by volume. */
export const PRICES = {
  /** Each 64 KB of a Publish or PublishBatch request. Delivery to SQS is free. */
  snsPublish: {
    dollars: 0.5 / MILLION,
    per: 'request of up to 64 KB',
    page: 'Amazon SNS Pricing',
    source: 'third parties, 2026. A batch of ten as one request: SNS Developer Guide, "Amazon SNS message batching"',
  },
  /** A delivery by SNS is a request too. */
  sqsRequest: { dollars: 0.4 / MILLION, per: 'request of up to 64 KB', page: 'Amazon SQS Pricing', source: LIST },
  /** Surcharge of fair queues: messages with a message group in a standard queue. */
  sqsFairRequest: { dollars: 0.1 / MILLION, per: 'request', page: 'Amazon SQS Pricing', source: LIST },
  dynamodbWrite: {
    dollars: 0.625 / MILLION,
    per: 'write request unit (1 KB)',
    page: 'Amazon DynamoDB Pricing for On-Demand Capacity',
    source: LIST,
  },
  dynamodbRead: {
    dollars: 0.125 / MILLION,
    per: 'read request unit (4 KB, strongly consistent)',
    page: 'Amazon DynamoDB Pricing for On-Demand Capacity',
    source: LIST,
  },
  lambdaRequest: { dollars: 0.2 / MILLION, per: 'request', page: 'AWS Lambda Pricing', source: 'third parties, 2026' },
  lambdaSecond: {
    dollars: 0.0000133334 / ONE,
    per: 'GB-second on arm64',
    page: 'AWS Lambda Pricing',
    source: 'third parties, 2026',
  },
  logs: {
    dollars: 0.5 / GIGABYTE,
    per: 'byte ingested',
    page: 'Amazon CloudWatch Pricing',
    source: LIST,
  },
  trace: { dollars: 5 / MILLION, per: 'trace recorded', page: 'AWS X-Ray Pricing', source: 'the page itself' },
  kmsRequest: {
    dollars: 0.03 / 10_000,
    per: 'request',
    page: 'AWS Key Management Service Pricing',
    source: 'as known in 2026, not found in a stored copy',
  },
  transferOut: {
    dollars: 0.09 / GIGABYTE,
    per: 'byte to the internet',
    page: 'Amazon EC2 On-Demand Pricing, "Data Transfer"',
    source: LIST,
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;
