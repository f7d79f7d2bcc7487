/** What a caller learns of a failed publish. */
export const UNCONFIRMED = 'SNS did not confirm the notification; it may have it';
