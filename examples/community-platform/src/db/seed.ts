import { loadConfig } from '../config/env';
import { FeatureFlags } from '../config/feature-flags';
import { createServices } from '../services';
import type { Actor } from '../services/permissions.service';
import type { Question } from '../services/scoring';
import { openDatabase } from './client';
import { migrate, readMigrations } from './migrate';

const PEOPLE = ['Ada Lind', 'Björn Sato', 'Chiara Okafor', 'Dan Novak', 'Esra Meyer', 'Finn Wu'];

const QUESTIONS: Question[] = [
  {
    id: 'water',
    type: 'single',
    text: 'How often does a fig tree in a pot need water in July?',
    options: ['once a month', 'every other day', 'never'],
    correct: 1,
    required: true,
  },
  {
    id: 'bees',
    type: 'multiple',
    text: 'What do bees visit early in the year?',
    options: ['willow', 'crocus', 'plastic roses', 'hazel'],
    correct: [0, 1, 3],
    weight: 2,
  },
  { id: 'soil', type: 'numeric', text: 'The pH of neutral soil?', answer: 7, tolerance: 0.3 },
];

/** Fills an empty database for local work. Passwords are `Garden-42-of-` and the handle backwards. */
export async function seed(): Promise<void> {
  const config = loadConfig();
  const db = await openDatabase(config.database.dataDir);
  try {
    await migrate(db, await readMigrations(config.database.migrationsDir));
    const found = await db.one<{ count: number }>('select count(*)::int as count from users');
    if (found && found.count > 0) {
      console.log('there are users already, nothing to do');
      return;
    }
    const services = createServices({
      db,
      config,
      flags: new FeatureFlags('-moderation'),
      log: console,
    });
    const actors: Actor[] = [];
    for (const name of PEOPLE) {
      const handle = name
        .split(' ')[0]
        .normalize('NFKD')
        .replace(/[^A-Za-z]/g, '')
        .toLowerCase();
      const { userId } = await services.auth.register({
        email: `${handle}@people.example`,
        handle,
        displayName: name,
        password: `Garden-42-of-${[...handle].reverse().join('')}`,
      });
      actors.push({ userId, role: 'member' });
    }
    const [owner, ...others] = actors;
    const garden = await services.communities.create(owner, { name: 'Balcony gardeners' });
    for (const actor of others) await services.communities.join(actor, garden.id);
    const assessment = await services.assessments.create(owner, garden.id, {
      title: 'First year in the garden',
      questions: QUESTIONS,
    });
    await services.assessments.publish(owner, assessment.id);
    await services.posts.create(others[0], garden.id, {
      title: 'Tomatoes before May?',
      body: 'Has anybody dared to put tomatoes outside in April?',
      tags: ['tomatoes', 'spring'],
    });
    console.log(`${actors.length} people, community ${garden.slug}`);
  } finally {
    await db.close();
  }
}

if (require.main === module) {
  seed().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
