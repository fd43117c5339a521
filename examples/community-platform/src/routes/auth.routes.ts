import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { requireActor } from './guards';

const RegisterBody = Type.Object(
  {
    email: Type.String({ maxLength: 200 }),
    handle: Type.String({ minLength: 3, maxLength: 24 }),
    displayName: Type.String({ minLength: 1, maxLength: 60 }),
    password: Type.String({ maxLength: 200 }),
  },
  { additionalProperties: false },
);

const LoginBody = Type.Object({ email: Type.String(), password: Type.String() });

export const authRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/auth/register', { schema: { body: RegisterBody } }, async (request, reply) => {
    const { userId } = await app.services.auth.register(request.body);
    app.services.notifications
      .notify(userId, 'welcome', { name: request.body.displayName, community: 'the lobby' })
      .catch((error: Error) => request.log.warn({ err: error }, 'welcome was not sent'));
    return reply.code(201).send({ userId });
  });

  app.post('/auth/login', { schema: { body: LoginBody } }, async (request) => {
    const { email, password } = request.body;
    return app.services.auth.login(email, password, request.headers['user-agent']);
  });

  app.post(
    '/auth/refresh',
    { schema: { body: Type.Object({ refreshToken: Type.String({ minLength: 20 }) }) } },
    async (request) =>
      app.services.auth.refresh(request.body.refreshToken, request.headers['user-agent']),
  );

  app.post('/auth/logout', async (request, reply) => {
    requireActor(request);
    if (request.sessionId) await app.services.auth.logout(request.sessionId);
    return reply.code(204).send();
  });

  app.post(
    '/auth/password',
    { schema: { body: Type.Object({ current: Type.String(), next: Type.String() }) } },
    async (request, reply) => {
      const actor = requireActor(request);
      await app.services.auth.changePassword(actor.userId, request.body.current, request.body.next);
      return reply.code(204).send();
    },
  );
};
