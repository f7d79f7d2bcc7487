import type { IncomingMessage } from 'node:http';

/** The body as text. By events, because a double must take little of a machine that it shares with what is measured. */
export const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => resolve(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString()))
      .on('error', reject);
  });
