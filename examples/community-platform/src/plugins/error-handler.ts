import type { FastifyError } from 'fastify';
import fp from 'fastify-plugin';
import { AppError, ValidationError, isAppError, toErrorBody } from '../lib/errors';

export const errorHandlerPlugin = fp(
  async (app) => {
    app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
      if (isAppError(error)) {
        const retryAfter = error.details?.retryAfterSeconds;
        if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter));
        if (error.statusCode >= 500) request.log.error({ err: error }, error.message);
        return reply.code(error.statusCode).send(toErrorBody(error, request.id));
      }
      if (error.validation) {
        const fields: Record<string, string> = {};
        for (const issue of error.validation) {
          const name =
            issue.instancePath.replace(/^\//, '').replace(/\//g, '.') ||
            String(issue.params.missingProperty ?? error.validationContext ?? 'request');
          fields[name] = issue.message ?? 'is not valid';
        }
        const failure = new ValidationError('The request has mistakes', fields);
        return reply.code(400).send(toErrorBody(failure, request.id));
      }
      if (error.statusCode !== undefined && error.statusCode < 500) {
        return reply.code(error.statusCode).send({
          error: { code: 'VALIDATION_FAILED', message: error.message, requestId: request.id },
        });
      }
      request.log.error({ err: error }, 'unexpected error');
      return reply.code(500).send(toErrorBody(error, request.id));
    });

    app.setNotFoundHandler((request, reply) =>
      reply.code(404).send({
        error: {
          code: 'NOT_FOUND',
          message: `${request.method} ${request.url.split('?')[0]} does not exist`,
          requestId: request.id,
        },
      }),
    );
  },
  { name: 'error-handler' },
);
