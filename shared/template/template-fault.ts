/** What a rendering stops with: a fault of the template for this notification. The message has none of its values. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';

  constructor(
    /** Last word of the fault's code. */
    readonly kind: 'invalid' | 'unquoted' | 'limit_exceeded',
    message: string,
  ) {
    super(message);
  }
}
