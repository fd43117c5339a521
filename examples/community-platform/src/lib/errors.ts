export type ErrorCode =
  | 'NOT_FOUND'
  | 'VALIDATION_FAILED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'PAYMENT_REQUIRED'
  | 'GONE'
  | 'UPSTREAM_FAILED'
  | 'INTERNAL';

const STATUS: Record<ErrorCode, number> = {
  NOT_FOUND: 404,
  VALIDATION_FAILED: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  PAYMENT_REQUIRED: 402,
  GONE: 410,
  UPSTREAM_FAILED: 502,
  INTERNAL: 500,
};

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly details?: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, details?: Record<string, unknown>) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.statusCode = STATUS[code];
    this.details = details;
  }
}

export class NotFoundError extends AppError {
  constructor(what: string, id?: string) {
    super('NOT_FOUND', id ? `${what} ${id} does not exist` : `${what} does not exist`, {
      what,
      id,
    });
    this.name = 'NotFoundError';
  }
}

export class ForbiddenError extends AppError {
  constructor(message = 'You are not allowed to do this', details?: Record<string, unknown>) {
    super('FORBIDDEN', message, details);
    this.name = 'ForbiddenError';
  }
}

export class ConflictError extends AppError {
  constructor(message: string, details?: Record<string, unknown>) {
    super('CONFLICT', message, details);
    this.name = 'ConflictError';
  }
}

export class ValidationError extends AppError {
  constructor(message: string, fields: Record<string, string> = {}) {
    super('VALIDATION_FAILED', message, { fields });
    this.name = 'ValidationError';
  }
}

export class UpstreamError extends AppError {
  readonly service: string;
  readonly upstreamStatus?: number;

  constructor(service: string, message: string, upstreamStatus?: number) {
    super('UPSTREAM_FAILED', `${service}: ${message}`, { service, upstreamStatus });
    this.name = 'UpstreamError';
    this.service = service;
    this.upstreamStatus = upstreamStatus;
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

export interface ErrorBody {
  error: {
    code: ErrorCode;
    message: string;
    details?: Record<string, unknown>;
    requestId?: string;
  };
}

/** What a client gets to see. Messages of unexpected errors stay in the log. */
export function toErrorBody(error: unknown, requestId?: string): ErrorBody {
  if (isAppError(error)) {
    return {
      error: { code: error.code, message: error.message, details: error.details, requestId },
    };
  }
  return { error: { code: 'INTERNAL', message: 'Something went wrong', requestId } };
}
