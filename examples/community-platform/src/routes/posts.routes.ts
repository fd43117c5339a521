import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { excerpt } from '../services/notifications.service';
import { requireActor } from './guards';
import { IdParams, PageQuery } from './schemas';

const PostBody = Type.Object({
  title: Type.String(),
  body: Type.String(),
  tags: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
});

const ListQuery = Type.Composite([
  PageQuery,
  Type.Object({ tag: Type.Optional(Type.String({ maxLength: 30 })) }),
]);

export const postsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { posts, notifications, users } = app.services;

  app.get(
    '/communities/:id/posts',
    { schema: { params: IdParams, querystring: ListQuery } },
    async (request) => posts.list(request.actor, request.params.id, request.query),
  );

  app.post(
    '/communities/:id/posts',
    { schema: { params: IdParams, body: PostBody } },
    async (request, reply) => {
      const post = await posts.create(requireActor(request), request.params.id, request.body);
      return reply.code(post.status === 'held' ? 202 : 201).send(post);
    },
  );

  app.get('/posts/:id', { schema: { params: IdParams } }, async (request) =>
    posts.get(request.actor, request.params.id),
  );

  app.patch(
    '/posts/:id',
    { schema: { params: IdParams, body: Type.Partial(PostBody) } },
    async (request) => posts.edit(requireActor(request), request.params.id, request.body),
  );

  app.delete('/posts/:id', { schema: { params: IdParams } }, async (request, reply) => {
    await posts.remove(requireActor(request), request.params.id);
    return reply.code(204).send();
  });

  app.post('/posts/:id/release', { schema: { params: IdParams } }, async (request) =>
    posts.release(requireActor(request), request.params.id),
  );

  app.post(
    '/posts/:id/comments',
    { schema: { params: IdParams, body: Type.Object({ body: Type.String() }) } },
    async (request, reply) => {
      const actor = requireActor(request);
      const comment = await posts.comment(actor, request.params.id, request.body.body);
      const post = await posts.get(actor, request.params.id);
      if (post.authorId !== actor.userId) {
        const author = await users.getProfile(actor.userId);
        await notifications.notify(post.authorId, 'comment', {
          author: author.displayName,
          excerpt: excerpt(comment.body),
        });
      }
      return reply.code(201).send(comment);
    },
  );

  app.put(
    '/posts/:id/reaction',
    { schema: { params: IdParams, body: Type.Object({ kind: Type.String() }) } },
    async (request) => posts.react(requireActor(request), request.params.id, request.body.kind),
  );
};
