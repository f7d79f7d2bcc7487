import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/** The least that a webhook takes: parse, sign, and post with Node's own client. It neither claims nor records. */
const key = Buffer.from((process.env.WEBHOOK_SECRET ?? '').replace(/^whsec_/, ''), 'base64');
const urls = (process.env.WEBHOOK_URLS ?? '').split(',');

const post = (url: string, headers: Record<string, string | number>, body: string) =>
  new Promise<void>((resolve, reject) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const request = send(url, { method: 'POST', headers }, (response) => {
      response
        .resume()
        .on('end', () => ((response.statusCode ?? 500) < 300 ? resolve() : reject(new Error('refused'))));
    });
    request.on('error', reject).end(body);
  });

const deliver = async ({ body }: SQSRecord): Promise<void> => {
  const { id } = JSON.parse(body) as { readonly id: string };
  const timestamp = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac}`,
  };
  await Promise.all(urls.map((url) => post(url, headers, body)));
};

export const handler = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  await Promise.all(Records.map(deliver));
  return { batchItemFailures: [] };
};
