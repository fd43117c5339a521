import type { FastifyRequest } from 'fastify';
import { AppError } from '../lib/errors';
import type { Services } from '../services';
import type { Actor } from '../services/permissions.service';

export interface GraphQLContext {
  actor: Actor | null;
  services: Services;
}

export function buildContext(request: FastifyRequest): GraphQLContext {
  return { actor: request.actor, services: request.server.services };
}

export function viewer(context: Pick<GraphQLContext, 'actor'>): Actor {
  if (!context.actor) throw new AppError('UNAUTHENTICATED', 'Please sign in');
  return context.actor;
}
