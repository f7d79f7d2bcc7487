import type { MailTemplate } from '../domain/mail/mail-template';
import { findDefinition } from './find-definition';

/** The mail of a type; undefined for a type that the catalogue does not have. */
export const mailTemplate = (type: string): MailTemplate | undefined => findDefinition(type)?.mail;
