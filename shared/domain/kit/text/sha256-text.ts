import { hash } from 'node:crypto';

/**
 * SHA-256 of a text in UTF-8, as text, in two thirds of the time that `sha256Digest` takes. For functions alone: Node has
 * `hash` since 20.12, and the SDK is for any Node 20.
 */
export const sha256Text = (text: string, encoding: 'base64url' | 'hex'): string => hash('sha256', text, encoding);
