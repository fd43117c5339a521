import type { FastifyInstance } from 'fastify';
import { assessmentsRoutes } from './assessments.routes';
import { authRoutes } from './auth.routes';
import { billingRoutes } from './billing.routes';
import { communitiesRoutes } from './communities.routes';
import { feedRoutes } from './feed.routes';
import { healthRoutes } from './health.routes';
import { notificationsRoutes } from './notifications.routes';
import { postsRoutes } from './posts.routes';
import { usersRoutes } from './users.routes';

export async function routes(app: FastifyInstance): Promise<void> {
  await app.register(authRoutes);
  await app.register(usersRoutes);
  await app.register(communitiesRoutes);
  await app.register(postsRoutes);
  await app.register(assessmentsRoutes);
  await app.register(notificationsRoutes);
  await app.register(billingRoutes);
  await app.register(feedRoutes);
}

export { healthRoutes };
