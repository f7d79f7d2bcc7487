import type { Saved } from './ministack/ministack-saved';

/** A running AWS-compatible endpoint, as local starts and integration tests use it. */
export interface Emulator {
  readonly name: EmulatorName;
  /** URL without a path. */
  readonly endpoint: string;
  readonly lacks: Lacks;
  /** @returns whether the state for the next start was saved */
  stop(): Promise<Saved>;
}

/** What the emulator does not support, with the reason: removed from the stack, and shown. */
export interface Lacks {
  /** By Terraform type. */
  readonly resources: Readonly<Record<string, string>>;
  /** Channels that cannot deliver there. */
  readonly channels: Readonly<Record<string, string>>;
}

const NO_MAIL_ATTRIBUTES = 'MiniStack 1.5 does not know MAIL FROM and forwarding of SES identities';

export const MINISTACK_LACKS: Lacks = {
  resources: {
    aws_sesv2_email_identity_feedback_attributes: NO_MAIL_ATTRIBUTES,
    aws_sesv2_email_identity_mail_from_attributes: NO_MAIL_ATTRIBUTES,
  },
  channels: {},
};

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

/** Configuration of every AWS SDK client for an emulator. */
export const clientConfig = ({ endpoint }: Pick<Emulator, 'endpoint'>) => ({
  endpoint,
  region: EMULATOR_REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
