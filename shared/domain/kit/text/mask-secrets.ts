import { MASK } from './mask';

const USER_INFORMATION = /(:\/\/)[^\s/?#]*(?=@)/g;
const AUTHORITY = /(:\/\/)[^\s/?#]*@[^\s/?#"'<>]*/g;
const SIGNING_SECRET = /(whs(?:ec|k)_)[\w+/=-]+/g;
const SECRET_HEADER = String.raw`\b((?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-amz-security-token)[\\"'\s]{0,4}[:=][\t ]{0,4}`;
/** In JSON the value ends with its string, elsewhere with the line. */
const QUOTED_HEADER_VALUE = new RegExp(String.raw`${SECRET_HEADER}")[^"\\]*(?:\\[^][^"\\]*)*`, 'gi');
const HEADER_VALUE = new RegExp(String.raw`${SECRET_HEADER})(?!")[^\r\n]+`, 'gi');
const CREDENTIALS = /\b((?:Basic|Bearer)[\t ]{1,4})[^\s"',;]+/gi;

/**
 * Masks credentials where their spelling gives them away: user information of URLs, secrets of endpoints, values of the
 * headers that authenticate, and credentials behind their scheme. A secret that looks like any other word stays.
 *
 * Linear time by construction: what repeats without bound is either last in its pattern, or (user information) can't
 * hold the characters that a match begins with, so no two attempts read the same text.
 */
export const maskSecrets = (text: string): string =>
  [AUTHORITY, SIGNING_SECRET, QUOTED_HEADER_VALUE, HEADER_VALUE, CREDENTIALS].reduce(withMask, text);

/** Keeps the `@`, so that `maskSecrets` matches it again. */
export const maskUserInformation = (text: string): string => withMask(text, USER_INFORMATION);

const withMask = (text: string, pattern: RegExp): string => text.replace(pattern, `$1${MASK}`);
