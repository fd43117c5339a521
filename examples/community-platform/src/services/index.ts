import { MailClient } from '../clients/mail.client';
import {
  AllowAllModeration,
  HttpModerationClient,
  ModerationClient,
} from '../clients/moderation.client';
import type { Config } from '../config/env';
import type { FeatureFlags } from '../config/feature-flags';
import { Clock, systemClock } from '../lib/clock';
import type { Database } from '../db/client';
import { AssessmentsService } from './assessments.service';
import { AuthService } from './auth.service';
import { BillingService, createBillingService } from './billing.service';
import { CommunitiesService } from './communities.service';
import { FeedService } from './feed.service';
import { Logger, NotificationsService } from './notifications.service';
import { PermissionsService } from './permissions.service';
import { PostsService } from './posts.service';
import { UsersService } from './users.service';

export interface Services {
  auth: AuthService;
  permissions: PermissionsService;
  users: UsersService;
  communities: CommunitiesService;
  posts: PostsService;
  assessments: AssessmentsService;
  notifications: NotificationsService;
  feed: FeedService;
  billing: BillingService;
}

export interface ServiceDeps {
  db: Database;
  config: Config;
  flags: FeatureFlags;
  clock?: Clock;
  mail?: Pick<MailClient, 'send'>;
  moderation?: ModerationClient;
  log: Logger;
}

export function createServices(deps: ServiceDeps): Services {
  const { db, config, flags, log } = deps;
  const clock = deps.clock ?? systemClock;
  const mail = deps.mail ?? new MailClient(config.mail);
  const moderation = deps.moderation ?? defaultModeration(config, flags);

  const permissions = new PermissionsService(db);
  const notifications = new NotificationsService(db, mail, clock, log);
  const feed = new FeedService(db, config.feedCacheTtlMs, clock);
  return {
    auth: new AuthService(db, config.auth, clock),
    permissions,
    users: new UsersService(db, clock),
    communities: new CommunitiesService(db, permissions, clock),
    posts: new PostsService(db, permissions, moderation, clock, () => feed.invalidate()),
    assessments: new AssessmentsService(db, permissions, clock, (userId, assessment, score) => {
      notifications
        .notify(userId, 'assessment-passed', { assessment: assessment.title, score })
        .catch((error: Error) => log.warn({ error: error.message }, 'notification was lost'));
    }),
    notifications,
    feed,
    billing: createBillingService({ db, permissions, clock }),
  };
}

function defaultModeration(config: Config, flags: FeatureFlags): ModerationClient {
  if (config.moderationUrl && flags.isEnabled('moderation')) {
    return new HttpModerationClient(config.moderationUrl);
  }
  return new AllowAllModeration();
}
