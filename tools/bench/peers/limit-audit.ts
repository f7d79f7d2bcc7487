import { request as requestHttp } from 'node:http';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/**
 * The least that recording takes: one PutItem for each record, as DynamoDB's JSON protocol writes it, without an SDK, a
 * signature or a check of the message.
 */
const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1');
const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.PutItem' };

const put = (body: string) =>
  new Promise<void>((resolve, reject) => {
    const request = requestHttp({ hostname, port, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error('refused'))));
    });
    request.on('error', reject).end(body);
  });

const record = async ({ body }: SQSRecord): Promise<void> => {
  const { id, tenant } = JSON.parse(body) as { readonly id: string; readonly tenant: string };
  const Item = { pk: { S: id }, sk: { S: 'E' }, tenant: { S: tenant }, text: { S: body } };
  await put(JSON.stringify({ TableName: process.env.LEDGER_TABLE, Item }));
};

export const handler = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  await Promise.all(Records.map(record));
  return { batchItemFailures: [] };
};
