/** In characters. A refusal is noted once and lists every fault; a DynamoDB item holds at most 400 KB. */
export const MAX_NOTE_REASON_LENGTH = 4_096;

/** The reason, truncated to `MAX_NOTE_REASON_LENGTH`. */
export const noteReason = (reason: string): string => reason.slice(0, MAX_NOTE_REASON_LENGTH).toWellFormed();
