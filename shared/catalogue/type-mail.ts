import type { TypeMail } from '../domain/mail/mail-template';
import { findDefinition } from './find-definition';

/** Nothing of its data is known to be for people. */
const OF_UNKNOWN_TYPE: TypeMail = { forPeople: [] };

/** The mail of a type, also of one that the catalogue does not have. */
export const typeMail = (type: string): TypeMail => findDefinition(type)?.mail ?? OF_UNKNOWN_TYPE;
