import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { requireActor } from './guards';
import { IdParams, PageQuery, Role } from './schemas';

const CreateBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  visibility: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('private')])),
});

const InviteBody = Type.Object({
  maxUses: Type.Optional(Type.Integer()),
  days: Type.Optional(Type.Integer()),
});

const MemberParams = Type.Object({ id: Type.String(), userId: Type.String() });

export const communitiesRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { communities, feed } = app.services;

  app.get('/communities', { schema: { querystring: PageQuery } }, async (request) =>
    communities.list(request.actor, request.query),
  );

  app.post('/communities', { schema: { body: CreateBody } }, async (request, reply) => {
    const community = await communities.create(requireActor(request), request.body);
    return reply.code(201).header('location', `/communities/${community.id}`).send(community);
  });

  app.get('/communities/:id', { schema: { params: IdParams } }, async (request) =>
    communities.get(request.actor, request.params.id),
  );

  app.get('/communities/:id/members', { schema: { params: IdParams } }, async (request) => ({
    items: await communities.members(request.actor, request.params.id),
  }));

  app.post('/communities/:id/join', { schema: { params: IdParams } }, async (request, reply) => {
    const actor = requireActor(request);
    await communities.join(actor, request.params.id);
    feed.invalidate(actor.userId);
    return reply.code(204).send();
  });

  app.post('/communities/:id/leave', { schema: { params: IdParams } }, async (request, reply) => {
    const actor = requireActor(request);
    await communities.leave(actor, request.params.id);
    feed.invalidate(actor.userId);
    return reply.code(204).send();
  });

  app.post(
    '/communities/:id/invites',
    { schema: { params: IdParams, body: InviteBody } },
    async (request, reply) => {
      const invite = await communities.invite(
        requireActor(request),
        request.params.id,
        request.body,
      );
      return reply.code(201).send(invite);
    },
  );

  app.post('/invites/:id/accept', { schema: { params: IdParams } }, async (request) => {
    const actor = requireActor(request);
    const community = await communities.acceptInvite(actor, request.params.id);
    feed.invalidate(actor.userId);
    return community;
  });

  app.put(
    '/communities/:id/members/:userId',
    { schema: { params: MemberParams, body: Type.Object({ role: Role }) } },
    async (request, reply) => {
      const { id, userId } = request.params;
      await communities.changeRole(requireActor(request), id, userId, request.body.role);
      return reply.code(204).send();
    },
  );

  app.post(
    '/communities/:id/members/:userId/ban',
    { schema: { params: MemberParams } },
    async (request, reply) => {
      const { id, userId } = request.params;
      await communities.ban(requireActor(request), id, userId);
      feed.invalidate(userId);
      return reply.code(204).send();
    },
  );
};
