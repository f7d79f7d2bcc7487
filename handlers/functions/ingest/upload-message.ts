import { isObject } from '../../../shared/domain/filter-policy/filter-policy';

/** What a message of the queue asks for: to look at the file of this key. */
export type UploadMessage =
  | { readonly kind: 'file'; readonly key: string }
  | { readonly kind: 'malformed'; readonly code: string; readonly reason: string };

/** The message of a run to itself. */
export const continueMessage = (key: string): string => JSON.stringify({ continue: key });

/**
 * Reads an event of S3 as EventBridge delivers it, or a message of `continueMessage`. EventBridge has the key as it is;
 * only S3's own notifications encode it like a form.
 */
export function readUploadMessage(body: string): UploadMessage {
  const value = parsed(body);
  const { continue: again, detail } = isObject(value) ? value : {};
  const object = isObject(detail) ? detail.object : undefined;
  const key = again ?? (isObject(object) ? object.key : undefined);
  if (typeof key === 'string' && key !== '') return { kind: 'file', key };
  return { kind: 'malformed', code: 'import.event', reason: 'not an event of S3: it names no object' };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
