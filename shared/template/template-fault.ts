/** What a rendering stops with: a fault of the template for this notification. The message has none of its values. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
