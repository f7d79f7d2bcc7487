/** Domain of a mail address, in lower case: ARNs are compared case-sensitively, and domains are not. */
export const senderDomain = (sender: string): string => sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
