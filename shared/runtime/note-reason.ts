/** A refusal is noted once, and lists every fault; a DynamoDB item takes 400 KB. */
export const MAX_NOTE_REASON_LENGTH = 4_096;

/** As much of a reason as a note takes. */
export const noteReason = (reason: string): string => reason.slice(0, MAX_NOTE_REASON_LENGTH).toWellFormed();
