import fp from 'fastify-plugin';
import mercurius, { IResolvers, MercuriusLoaders } from 'mercurius';
import { isAppError } from '../lib/errors';
import { buildContext } from './context';
import { loaders } from './loaders';
import { resolvers } from './resolvers';
import { schema } from './schema';

export const graphqlPlugin = fp(
  async (app) => {
    await app.register(mercurius, {
      schema,
      resolvers: resolvers as unknown as IResolvers,
      loaders: loaders as unknown as MercuriusLoaders,
      context: buildContext,
      // parsed queries are worth keeping in production only
      cache: app.config.isProduction ? 512 : false,
      queryDepth: 8,
      graphiql: app.config.environment === 'development',
      errorFormatter: (execution, context) => {
        const formatted = mercurius.defaultErrorFormatter(execution, context);
        const errors = (execution.errors ?? []).map((error) => {
          const cause = error.originalError;
          if (isAppError(cause)) {
            return {
              message: cause.message,
              path: error.path,
              extensions: { code: cause.code, details: cause.details },
            };
          }
          if (!cause) return { message: error.message, locations: error.locations };
          context.app.log.error({ err: cause }, 'unexpected error in a resolver');
          return { message: 'Something went wrong', path: error.path };
        });
        return {
          statusCode: formatted.statusCode ?? 200,
          response: { data: execution.data ?? null, errors: errors as never },
        };
      },
    });
  },
  { name: 'graphql', dependencies: ['services', 'auth'] },
);
