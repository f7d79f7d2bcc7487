import { sha256Digest } from '../../domain/kit/text/sha256-digest';

/** Twelve hexadecimal digits that identify a target in logs and events, where an address must not appear. */
export const targetDigest = (target: string): string => sha256Digest(target).toString('hex').slice(0, 12);
