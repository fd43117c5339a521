import fp from 'fastify-plugin';
import { isAppError } from '../lib/errors';
import { bearerToken } from '../lib/tokens';

/** Who is asking? A token that is there must be good; none at all is an anonymous request. */
export const authPlugin = fp(
  async (app) => {
    app.decorateRequest('actor', null);
    app.decorateRequest('sessionId', null);

    app.addHook('onRequest', async (request, reply) => {
      const token = bearerToken(request.headers.authorization);
      if (token === null) return;
      try {
        const claims = app.services.auth.verify(token);
        request.actor = { userId: claims.sub, role: claims.role };
        request.sessionId = claims.sid;
      } catch (error) {
        if (isAppError(error)) {
          reply.header('www-authenticate', 'Bearer error="invalid_token"');
        }
        throw error;
      }
    });
  },
  { name: 'auth', dependencies: ['services'] },
);
