import { LocalstackContainer } from '@testcontainers/localstack';
import type { Emulator, ReceivedMail } from './emulator';
import { onInterrupt } from './interrupts';

/** The last image that starts without an account. */
export const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0';

interface LocalStackMail {
  readonly Id: string;
  readonly Source: string;
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
  readonly RawData?: string;
}

/**
 * Starts LocalStack in a container that Docker removes with this process. `LOCALSTACK_IMAGE` names another image;
 * `LOCALSTACK_AUTH_TOKEN` is passed through for images that ask for one.
 */
export async function startLocalStack(env: NodeJS.ProcessEnv = process.env): Promise<Emulator> {
  const token = env.LOCALSTACK_AUTH_TOKEN;
  const container = await new LocalstackContainer(env.LOCALSTACK_IMAGE ?? LOCALSTACK_IMAGE)
    .withEnvironment({ ...(token && { LOCALSTACK_AUTH_TOKEN: token }), LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: '60' })
    .withStartupTimeout(180_000)
    .start();
  const stop = async () => void (await container.stop());
  const forget = onInterrupt(stop);
  const endpoint = container.getConnectionUri();
  return {
    name: 'localstack',
    endpoint,
    inbox: inbox(endpoint),
    stop: async () => {
      forget();
      await stop();
    },
  };
}

/** LocalStack keeps the raw mail; its parts are read by the caller's parser, if it needs more than the addresses. */
const inbox = (endpoint: string) => async (): Promise<ReceivedMail[]> => {
  const response = await fetch(`${endpoint}/_aws/ses`);
  if (!response.ok) throw new Error(`${endpoint} answered ${response.status} when asked for its mails`);
  const { messages } = (await response.json()) as { messages: readonly LocalStackMail[] };
  return Promise.all(messages.map(parsed));
};

async function parsed({ Id, Source, Destination, RawData = '' }: LocalStackMail): Promise<ReceivedMail> {
  const { simpleParser } = await import('mailparser');
  const { subject = '', text = '', html, to } = await simpleParser(RawData);
  const addressed = [to ?? []].flat().flatMap(({ value }) => value.map(({ address = '' }) => address));
  const addresses = Destination?.ToAddresses ?? addressed;
  return { messageId: Id, from: Source, to: addresses, subject, text, html: html || '' };
}
