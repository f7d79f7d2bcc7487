import type { Static, TObject } from '@sinclair/typebox';
import type { TypeMail } from '../domain/mail/mail-template';
import type { Severity } from '../domain/notification/notification';
import type { Category } from './categories';

/** All there is to know of one notification type. SDK, functions, documents and tests read it. */
export interface TypeDefinition<Type extends string = string, Data extends TObject = TObject> {
  /** Dot-separated lower-case words; its file is named like it, with hyphens for dots. */
  readonly type: Type;
  /** One sentence: when it is sent. */
  readonly description: string;
  /**
   * Schema of `data`. Close its objects (`additionalProperties: false`), so that a misspelt property is refused. The
   * deployed functions check by it too: when it accepts more than before, apply the stack first, then update producers.
   * `description` of a property completes "expected …" in fault messages.
   */
  readonly data: Data;
  /** Where it goes when the producer names no channels. */
  readonly channels: readonly string[];
  /**
   * What its reader may unsubscribe from. @default transactional: mail about something that they did, or about the
   * safety of their account, which cannot be unsubscribed
   */
  readonly category?: Category;
  readonly severity: Severity;
  /**
   * Templates of its own, or which properties of the data a generic table may show: `{ forPeople: ['orderNumber'] }`, for
   * a type that people hear of by mail seldom, or not yet.
   */
  readonly mail: TypeMail;
  /** Complete and realistic; documents show it, and tests check it against schema and templates. */
  readonly example: Static<Data>;
  /**
   * Further ones, where one example cannot have everything: each alternative of a union must be in one of them, unless it
   * is a constant, null or a boolean. The mail is tried with all. @default none
   */
  readonly examples?: readonly Static<Data>[];
}

/** Types a definition. After a change of `data` run `npm run generate`. */
export const defineType = <const Type extends string, Data extends TObject>(
  definition: TypeDefinition<Type, Data>,
): TypeDefinition<Type, Data> => definition;
