/** A running AWS-compatible endpoint, as local starts and integration tests use it. */
export interface Emulator {
  readonly name: EmulatorName;
  /** URL without a path. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

export type EmulatorName = 'ministack' | 'localstack' | 'endpoint';

export interface ReceivedMail {
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const EMULATOR_REGION = 'us-east-1';

/** Configuration for every AWS SDK client that talks to it. */
export const clientConfig = ({ endpoint }: Pick<Emulator, 'endpoint'>) => ({
  endpoint,
  region: EMULATOR_REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
