/** Domain of a mail address in lower case, because ARNs are case-sensitive and domains are not. */
export const senderDomain = (sender: string): string => sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
