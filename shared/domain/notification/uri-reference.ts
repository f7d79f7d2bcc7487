/** Of RFC 3986: pchar, and what else a part may hold. */
const PCHAR = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})";
const SCHEME = '[A-Za-z][A-Za-z0-9+.-]*:';
const IP_LITERAL = "\\[[A-Za-z0-9\\-._~!$&'()*+,;=:]+\\]";
const USER_INFO = "(?:(?:[A-Za-z0-9\\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*@)?";
const HOST = `(?:${IP_LITERAL}|(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)`;
const AUTHORITY = `//${USER_INFO}${HOST}(?::\\d*)?`;
const END = `(?:\\?(?:${PCHAR}|[/?])*)?(?:#(?:${PCHAR}|[/?])*)?`;
/** After an authority a path is empty or absolute; without one it does not begin with two slashes. */
const HIER = `(?:${AUTHORITY}(?:/${PCHAR}*)*|(?!//)(?:${PCHAR}|/)*)`;
/** Without a scheme, the first segment has no colon: it would be one. */
const RELATIVE = `(?:${AUTHORITY}(?:/${PCHAR}*)*|(?!//)(?![^/?#]*:)(?:${PCHAR}|/)*)`;

const URI = new RegExp(`^${SCHEME}${HIER}${END}$`);
const REFERENCE = new RegExp(`^(?:${SCHEME}${HIER}|${RELATIVE})${END}$`);

/** With a scheme; a fragment may follow. @see RFC 3986, appendix A */
export const isUri = (text: string): boolean => URI.test(text);

/** A URI or a relative reference. CloudEvents does not allow the empty reference, which RFC 3986 does. */
export const isUriReference = (text: string): boolean => text !== '' && REFERENCE.test(text);
