import type { Static, TObject } from '@sinclair/typebox';
import type { TypeMail } from '../domain/mail/mail-template';
import type { Severity } from '../domain/notification/notification';
import type { Category } from './categories';

/** Definition of one notification type, for the SDK, functions, documents and tests. */
export interface TypeDefinition<Type extends string = string, Data extends TObject = TObject> {
  /** Dot-separated lower-case words; its file is named like it, with hyphens for dots. */
  readonly type: Type;
  /** One sentence: when it is sent. */
  readonly description: string;
  /**
   * Schema of `data`. Close its objects (`additionalProperties: false`), so that a misspelt property is refused. Deployed
   * functions validate with it too: when it accepts more than before, deploy the stack before you update producers.
   * `description` of a property completes "expected …" in fault messages.
   */
  readonly data: Data;
  /** Default channels, if the producer names none. */
  readonly channels: readonly string[];
  /**
   * The category that a recipient can unsubscribe from. @default transactional: mail about the recipient's own action or
   * the security of their account, which cannot be unsubscribed from
   */
  readonly category?: Category;
  readonly severity: Severity;
  /**
   * Templates of its own, or the data properties that the generic mail may show: `{ forPeople: ['orderNumber'] }`, for a
   * type that is rarely mailed, or not yet.
   */
  readonly mail: TypeMail;
  /** A complete, realistic example: shown in documents, and tested against schema and templates. */
  readonly example: Static<Data>;
  /**
   * Further examples for a union: each alternative must be in one of them, unless it is a constant, null or a boolean.
   * Tests render the mail with all of them. @default none
   */
  readonly examples?: readonly Static<Data>[];
}

/** Returns the definition with its inferred types. After a change of `data` run `npm run generate`. */
export const defineType = <const Type extends string, Data extends TObject>(
  definition: TypeDefinition<Type, Data>,
): TypeDefinition<Type, Data> => definition;
