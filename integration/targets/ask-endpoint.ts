import { CodedError } from '../../shared/domain/kit/errors/coded-error';

/** Response to the first calls of a run. An endpoint that fails them is no AWS emulator, or is broken. */
export async function askEndpoint<Answer>(endpoint: string, call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw new CodedError(
      'integration.endpoint.not_aws',
      `${endpoint} does not answer as AWS does: ${(error as Error).message}`,
      'set AWS_ENDPOINT_URL to an emulator of AWS; the log of the emulator may say more',
    );
  }
}
