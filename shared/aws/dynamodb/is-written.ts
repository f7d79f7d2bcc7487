import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** False where the condition of the write did not hold. Every other error is the caller's. */
export async function isWritten(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
