import type { Emitter } from 'liquidjs';
import { TemplateFault } from './template-fault';

/** Output of a variable: text for the inside of a JSON string. `toString` gives it as it is, for `capture`. */
export class StringPart {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** Output of the filter `json`: a whole JSON value. */
export class JsonValue {
  constructor(readonly json: string) {}

  toString(): string {
    return this.json;
  }
}

/**
 * Collects the output of a template for JSON, and knows whether it is inside a string. A variable is escaped for the
 * string that it stands in, and refused outside of one; `json` gives whole values, and is refused inside of one. So no
 * value, whatever it holds, can end its string or become structure (contextual escaping).
 */
export class JsonEmitter implements Emitter {
  buffer = '';
  private inString = false;

  /** @param maxLength of the output, in UTF-16 code units */
  constructor(private readonly maxLength: number) {}

  write(output: unknown): void {
    if (output instanceof StringPart) this.add(this.escaped(output));
    else if (output instanceof JsonValue) this.add(this.whole(output));
    else this.addLiteral(String(output));
  }

  private escaped({ text }: StringPart): string {
    if (!this.inString)
      throw new TemplateFault('webhook.template.unquoted', 'an output stands outside of a JSON string; use json');
    return JSON.stringify(text.toWellFormed()).slice(1, -1);
  }

  private whole({ json }: JsonValue): string {
    if (this.inString)
      throw new TemplateFault('webhook.template.unquoted', 'json stands inside of a JSON string; leave json out');
    return json;
  }

  private addLiteral(text: string): void {
    this.inString = isInString(text, this.inString);
    this.add(text);
  }

  private add(text: string): void {
    if (this.buffer.length + text.length > this.maxLength) {
      throw new TemplateFault(
        'webhook.template.limit_exceeded',
        `the output has more than ${this.maxLength} characters`,
      );
    }
    this.buffer += text;
  }
}

/** A string's end is a quote that no backslash escapes. An escape does not reach over an output, which would end it. */
function isInString(literal: string, before: boolean): boolean {
  let inString = before;
  for (let at = 0; at < literal.length; at++) {
    if (literal[at] === '"') inString = !inString;
    else if (inString && literal[at] === '\\' && ++at === literal.length) {
      throw new TemplateFault(
        'webhook.template.invalid',
        'a backslash stands right before an output or a tag; put it elsewhere',
      );
    }
  }
  return inString;
}
