// Generated from the catalogue by `npm run generate`. Do not edit.

/** Data of `activity.weekly-digest`. What happened in an account in one week. */
export interface ActivityWeeklyDigestData {
  /** how to address the reader, one line of text */
  readonly firstName?: string;
  /** the first day of the week, a date such as 2026-11-26 */
  readonly from: string;
  /** the last day of the week, a date such as 2026-11-26 */
  readonly to: string;
  /** the numbers of the week, 1 to 20 */
  readonly figures: ReadonlyArray<{
    /** what is counted, one line of text */
    readonly label: string;
    /** the number, as it is to be shown, one line of text */
    readonly value: string;
  }>;
  /** 1 to 10 highlights */
  readonly highlights?: ReadonlyArray<{
    /** what happened, one line of text */
    readonly title: string;
    /** the page about it, an https URL of at most 2,048 characters, without user name and invisible characters */
    readonly url?: string;
  }>;
  /** the page with all of it, an https URL of at most 2,048 characters, without user name and invisible characters */
  readonly overviewUrl: string;
}

/** Data of `alarm.changed`. A CloudWatch alarm was raised, or is over. */
export interface AlarmChangedData {
  /** the name of the alarm, one line of text */
  readonly alarm: string;
  /** the state of the alarm */
  readonly state: 'ALARM' | 'OK';
  /** CloudWatch's reason of the change, one line of text */
  readonly reason?: string;
  /** the time of the change, a timestamp such as 2026-11-23T09:30:00Z */
  readonly changedAt: string;
  /** the AWS account, one line of text */
  readonly account: string;
  /** the region, one line of text */
  readonly region: string;
  /** the page of the alarm in the console, an https URL of at most 2,048 characters, without user name and invisible characters */
  readonly consoleUrl: string;
}

/** Data of `invoice.issued`. An invoice is there to be paid. */
export interface InvoiceIssuedData {
  /** the invoice number, as the customer knows it, one line of text */
  readonly invoiceNumber: string;
  /** the sum that is due, a decimal number in major units as a string, such as '49.90' */
  readonly amount: string;
  /** an ISO 4217 code such as EUR */
  readonly currency: string;
  /** the day until which it is to be paid, a date such as 2026-11-26 */
  readonly dueDate: string;
  /** 1 to 10 files */
  readonly attachments?: ReadonlyArray<{
    /** the key of an object, below the tenant's name, such as demo/invoices/INV-1.pdf */
    readonly key: string;
    /** the name that the reader sees, with its ending, one line of text */
    readonly name?: string;
    /** the type of the content, which its ending stands for too, one line of text */
    readonly contentType?: string;
  }>;
}

/** Data of `object.created`. An object was put into an S3 bucket. */
export interface ObjectCreatedData {
  /** the name of the bucket, one line of text */
  readonly bucket: string;
  /** the key of the object, one line of text */
  readonly key: string;
  /** the size in bytes */
  readonly bytes: number;
  /** the time at which it was created, a timestamp such as 2026-11-23T09:30:00Z */
  readonly createdAt: string;
  /** the page of the object in the console, an https URL of at most 2,048 characters, without user name and invisible characters */
  readonly consoleUrl: string;
}

/** Data of `order.shipped`. A parcel of an order was handed to the carrier. */
export interface OrderShippedData {
  /** the order number, as the customer knows it, one line of text */
  readonly orderNumber: string;
  /** how to address the customer, one line of text */
  readonly customerName?: string;
  /** the name of the carrier, one line of text */
  readonly carrier: string;
  /** the carrier's number for the parcel, one line of text */
  readonly trackingNumber?: string;
  /** the page to follow the parcel on, an https URL of at most 2,048 characters, without user name and invisible characters */
  readonly trackingUrl?: string;
  /** the day of delivery, where the carrier names one, a date such as 2026-11-26 */
  readonly expectedDelivery?: string;
  /** the contents of the parcel, 1 to 100 articles */
  readonly items: ReadonlyArray<{
    /** the name of the article, one line of text */
    readonly name: string;
    /** the number of pieces */
    readonly quantity: number;
  }>;
}

/** Data of `payment.failed`. A payment could not be collected. */
export interface PaymentFailedData {
  /** the invoice number, as the customer knows it, one line of text */
  readonly invoiceNumber: string;
  /** the sum that is due, a decimal number in major units as a string, such as '49.90' */
  readonly amount: string;
  /** an ISO 4217 code such as EUR */
  readonly currency: string;
  /** the payment method, as the customer calls it, without the full number, one line of text */
  readonly paymentMethod: string;
  /** the reason, as far as the customer may know it */
  readonly reason: 'card_expired' | 'insufficient_funds' | 'declined';
  /** the time of the next attempt, if there is one, a timestamp such as 2026-11-23T09:30:00Z */
  readonly nextAttempt?: string;
  /** the page to change the payment method on, an https URL of at most 2,048 characters, without user name and invisible characters */
  readonly updateUrl: string;
}

/** Data of `pipeline.failed`. An execution of a CodePipeline pipeline failed. */
export interface PipelineFailedData {
  /** the name of the pipeline, one line of text */
  readonly pipeline: string;
  /** the id of the execution, one line of text */
  readonly executionId: string;
  /** the time at which the execution failed, a timestamp such as 2026-11-23T09:30:00Z */
  readonly failedAt: string;
  /** the AWS account, one line of text */
  readonly account: string;
  /** the region, one line of text */
  readonly region: string;
  /** the page of the execution in the console, an https URL of at most 2,048 characters, without user name and invisible characters */
  readonly consoleUrl: string;
}

/** Data of `sign-in.new-device`. Somebody signed in to an account from a device that was not seen before. */
export interface SignInNewDeviceData {
  /** the time of the sign-in, a timestamp such as 2026-11-23T09:30:00Z */
  readonly signedInAt: string;
  /** the browser and system, such as Firefox on macOS, one line of text */
  readonly device: string;
  /** the place that the address belongs to, one line of text */
  readonly location?: string;
  /** the IPv4 or IPv6 address of the device */
  readonly ipAddress: string;
  /** the page to end all sessions and change the password on, an https URL of at most 2,048 characters, without user name and invisible characters */
  readonly secureAccountUrl: string;
}

/** The data of each notification type. */
export interface DataByType {
  readonly 'activity.weekly-digest': ActivityWeeklyDigestData;
  readonly 'alarm.changed': AlarmChangedData;
  readonly 'invoice.issued': InvoiceIssuedData;
  readonly 'object.created': ObjectCreatedData;
  readonly 'order.shipped': OrderShippedData;
  readonly 'payment.failed': PaymentFailedData;
  readonly 'pipeline.failed': PipelineFailedData;
  readonly 'sign-in.new-device': SignInNewDeviceData;
}
