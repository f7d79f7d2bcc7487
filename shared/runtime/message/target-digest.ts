import { sha256Text } from '../../domain/kit/text/sha256-text';

/** Twelve hexadecimal digits that identify a target in logs and events, where an address must not appear. */
export const targetDigest = (target: string): string => sha256Text(target, 'hex').slice(0, 12);
