import type { TypeMail } from '../domain/mail/mail-template';
import { findDefinition } from './find-definition';

/** Shows no data: no property of an unknown type is declared as meant for people. */
const OF_UNKNOWN_TYPE: TypeMail = { forPeople: [] };

/** The mail of a type, including unknown ones. */
export const typeMail = (type: string): TypeMail => findDefinition(type)?.mail ?? OF_UNKNOWN_TYPE;
