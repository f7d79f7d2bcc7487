/** An error that an AWS service answered with. Members are named as in the AWS SDK, because the adapters work with both. */
export class ServiceError extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.$fault = status < 500 ? 'client' : 'server';
    this.$metadata = { httpStatusCode: status };
  }
}

/**
 * The error's name, without its namespace: `com.amazonaws.dynamodb.v20120810#ValidationException`, or with the URI that
 * some services append after a colon.
 */
export const errorName = (type: string): string => type.slice(type.indexOf('#') + 1).split(':', 1)[0] ?? type;
