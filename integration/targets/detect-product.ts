import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { PRODUCTS, type Product, UNKNOWN } from './products';

const ANSWER_TIMEOUT_MILLISECONDS = 10_000;

/** Detects the emulator by its product-specific path, because each lacks different abilities. */
export async function detectProduct(endpoint: string): Promise<Product> {
  for (const product of PRODUCTS) if (await answersOk(endpoint, product.healthPath)) return product;
  return UNKNOWN;
}

async function answersOk(endpoint: string, path: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MILLISECONDS);
    const response = await fetch(endpoint + path, { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch (error) {
    throw unreachable(endpoint, error as Error);
  }
}

function unreachable(endpoint: string, { message, cause }: Error): CodedError {
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : message;
  return new CodedError(
    'integration.endpoint.unreachable',
    `nothing answers at ${endpoint}, the AWS_ENDPOINT_URL: ${reason}`,
    'start the emulator, or set AWS_ENDPOINT_URL to where it listens',
  );
}
