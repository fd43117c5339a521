import { limitsFor } from '../config/limits';
import { Clock, HOUR, MINUTE } from '../lib/clock';
import { AppError, ConflictError, NotFoundError, ValidationError } from '../lib/errors';
import { createId } from '../lib/ids';
import { Database } from '../db/client';
import { Actor, PermissionsService } from './permissions.service';
import {
  Answers,
  Question,
  QuestionScore,
  ScoreResult,
  bandOf,
  missingRequired,
  scoreAnswers,
  validateQuestions,
} from './scoring';

// people lose a few seconds on slow connections
const SUBMIT_GRACE_MS = 30_000;

export interface AssessmentRow {
  id: string;
  community_id: string;
  title: string;
  status: 'draft' | 'published' | 'closed';
  questions: Question[];
  pass_mark: number;
  time_limit_minutes: number | null;
  max_attempts: number;
  cooldown_hours: number;
  created_by: string;
  created_at: Date;
  published_at: Date | null;
}

interface AttemptRow {
  id: string;
  assessment_id: string;
  user_id: string;
  started_at: Date;
  submitted_at: Date | null;
  score: number | null;
  passed: boolean | null;
  breakdown: QuestionScore[] | null;
}

export interface Assessment {
  id: string;
  communityId: string;
  title: string;
  status: AssessmentRow['status'];
  questionCount: number;
  passMark: number;
  timeLimitMinutes: number | null;
}

export interface NewAssessment {
  title: string;
  questions: Question[];
  passMark?: number;
  timeLimitMinutes?: number;
  maxAttempts?: number;
  cooldownHours?: number;
}

/** What somebody who takes the assessment may see: no answers. */
export type PublicQuestion = Pick<Question, 'id' | 'text' | 'type'> & {
  options?: string[];
  min?: number;
  max?: number;
};

export interface StartedAttempt {
  attemptId: string;
  questions: PublicQuestion[];
  deadline: string | null;
}

export interface Statistics {
  attempts: number;
  average: number;
  median: number;
  passRate: number;
  bands: Record<ScoreResult['band'], number>;
}

export class AssessmentsService {
  constructor(
    private readonly db: Database,
    private readonly permissions: PermissionsService,
    private readonly clock: Clock,
    private readonly onPassed: (userId: string, assessment: Assessment, score: number) => void,
  ) {}

  async create(actor: Actor, communityId: string, input: NewAssessment): Promise<Assessment> {
    await this.permissions.assert(actor, 'assessment:manage', communityId);
    validateQuestions(input.questions);
    const passMark = input.passMark ?? 60;
    if (passMark < 0 || passMark > 100) {
      throw new ValidationError('The assessment has mistakes', { passMark: 'must be 0 to 100' });
    }
    const counted = await this.db.one<{ count: number; plan: string | null }>(
      `select (select count(*)::int from assessments where community_id = $1) as count,
              (select plan from subscriptions
                where community_id = $1 and status <> 'cancelled') as plan`,
      [communityId],
    );
    const limit = limitsFor(counted?.plan ?? 'free', actor.role).assessmentsPerCommunity;
    if ((counted?.count ?? 0) >= limit) {
      throw new AppError('PAYMENT_REQUIRED', `The plan has room for ${limit} assessments`);
    }
    const row = await this.db.one<AssessmentRow>(
      `insert into assessments
         (id, community_id, title, questions, pass_mark, time_limit_minutes,
          max_attempts, cooldown_hours, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       returning *`,
      [
        createId('asm'),
        communityId,
        input.title.trim(),
        JSON.stringify(input.questions),
        passMark,
        input.timeLimitMinutes ?? null,
        input.maxAttempts ?? 3,
        input.cooldownHours ?? 24,
        actor.userId,
        this.clock.now(),
      ],
    );
    return toAssessment(row as AssessmentRow);
  }

  async publish(actor: Actor, assessmentId: string): Promise<Assessment> {
    const row = await this.find(assessmentId);
    await this.permissions.assert(actor, 'assessment:manage', row.community_id);
    if (row.status === 'closed') throw new ConflictError('A closed assessment stays closed');
    if (row.status === 'published') return toAssessment(row);
    await this.db.execute(
      `update assessments set status = 'published', published_at = $2 where id = $1`,
      [assessmentId, this.clock.now()],
    );
    return toAssessment({ ...row, status: 'published' });
  }

  async list(actor: Actor | null, communityId: string): Promise<Assessment[]> {
    await this.permissions.assert(actor, 'community:read', communityId);
    const manages = await this.permissions.can(actor, 'assessment:manage', communityId);
    const rows = await this.db.query<AssessmentRow>(
      `select * from assessments where community_id = $1 order by created_at, id`,
      [communityId],
    );
    return rows.filter((row) => manages || row.status === 'published').map(toAssessment);
  }

  async start(actor: Actor, assessmentId: string): Promise<StartedAttempt> {
    const row = await this.find(assessmentId);
    await this.permissions.assert(actor, 'assessment:take', row.community_id);
    if (row.status !== 'published') throw new ConflictError('This assessment is not open');
    const now = this.clock.now();
    const earlier = await this.db.query<AttemptRow>(
      `select * from attempts where assessment_id = $1 and user_id = $2
        order by started_at desc`,
      [assessmentId, actor.userId],
    );
    const open = earlier.find((attempt) => attempt.submitted_at === null);
    if (open && !isOverdue(open.started_at, row.time_limit_minutes, now)) {
      return this.started(open.id, row, open.started_at);
    }
    if (earlier.some((attempt) => attempt.passed)) {
      throw new ConflictError('You have passed this assessment already');
    }
    if (earlier.length >= row.max_attempts) {
      throw new ConflictError('There are no attempts left', { maxAttempts: row.max_attempts });
    }
    const last = earlier[0];
    if (last) {
      const ready = last.started_at.getTime() + row.cooldown_hours * HOUR;
      if (ready > now.getTime()) {
        throw new AppError('RATE_LIMITED', 'It is too early for another attempt', {
          retryAt: new Date(ready).toISOString(),
        });
      }
    }
    const id = createId('att');
    await this.db.execute(
      'insert into attempts (id, assessment_id, user_id, started_at) values ($1, $2, $3, $4)',
      [id, assessmentId, actor.userId, now],
    );
    return this.started(id, row, now);
  }

  async submit(actor: Actor, attemptId: string, answers: Answers): Promise<ScoreResult> {
    const attempt = await this.db.one<AttemptRow>('select * from attempts where id = $1', [
      attemptId,
    ]);
    if (!attempt || attempt.user_id !== actor.userId) throw new NotFoundError('attempt', attemptId);
    if (attempt.submitted_at !== null) throw new ConflictError('This attempt was handed in before');
    const row = await this.find(attempt.assessment_id);
    const now = this.clock.now();
    if (isOverdue(attempt.started_at, row.time_limit_minutes, now)) {
      throw new AppError('GONE', 'The time is up');
    }
    const missing = missingRequired(row.questions, answers);
    if (missing.length > 0) {
      throw new ValidationError(
        'Some questions need an answer',
        Object.fromEntries(missing.map((id) => [id, 'is required'])),
      );
    }
    const result = scoreAnswers(row.questions, answers, row.pass_mark);
    await this.db.execute(
      `update attempts
          set submitted_at = $2, answers = $3, score = $4, passed = $5, breakdown = $6
        where id = $1`,
      [
        attemptId,
        now,
        JSON.stringify(answers),
        result.score,
        result.passed,
        JSON.stringify(result.breakdown),
      ],
    );
    if (result.passed) this.onPassed(actor.userId, toAssessment(row), result.score);
    return result;
  }

  async statistics(actor: Actor, assessmentId: string): Promise<Statistics> {
    const row = await this.find(assessmentId);
    await this.permissions.assert(actor, 'assessment:manage', row.community_id);
    const rows = await this.db.query<{ score: number }>(
      'select score from attempts where assessment_id = $1 and submitted_at is not null',
      [assessmentId],
    );
    return summarise(
      rows.map((entry) => entry.score),
      row.pass_mark,
    );
  }

  /** The best attempt of each person. */
  async leaderboard(
    actor: Actor | null,
    assessmentId: string,
    limit = 10,
  ): Promise<{ rank: number; userId: string; score: number }[]> {
    const row = await this.find(assessmentId);
    await this.permissions.assert(actor, 'community:read', row.community_id);
    const best = await this.db.query<{ user_id: string; score: number }>(
      `select user_id, max(score) as score from attempts
        where assessment_id = $1 and score is not null
        group by user_id order by score desc, user_id limit $2`,
      [assessmentId, limit],
    );
    let rank = 0;
    let previous: number | null = null;
    return best.map((entry, index) => {
      if (entry.score !== previous) rank = index + 1;
      previous = entry.score;
      return { rank, userId: entry.user_id, score: entry.score };
    });
  }

  private started(id: string, row: AssessmentRow, startedAt: Date): StartedAttempt {
    const limit = row.time_limit_minutes;
    return {
      attemptId: id,
      questions: row.questions.map(hideAnswers),
      deadline:
        limit === null ? null : new Date(startedAt.getTime() + limit * MINUTE).toISOString(),
    };
  }

  private async find(id: string): Promise<AssessmentRow> {
    const row = await this.db.one<AssessmentRow>('select * from assessments where id = $1', [id]);
    if (!row) throw new NotFoundError('assessment', id);
    return row;
  }
}

export function isOverdue(startedAt: Date, limitMinutes: number | null, now: Date): boolean {
  if (limitMinutes === null) return false;
  return now.getTime() > startedAt.getTime() + limitMinutes * MINUTE + SUBMIT_GRACE_MS;
}

export function hideAnswers(question: Question): PublicQuestion {
  const shown: PublicQuestion = { id: question.id, text: question.text, type: question.type };
  if (question.type === 'single' || question.type === 'multiple') {
    shown.options = question.options;
  }
  if (question.type === 'scale') {
    shown.min = question.min;
    shown.max = question.max;
  }
  return shown;
}

export function summarise(scores: number[], passMark: number): Statistics {
  const bands: Statistics['bands'] = { excellent: 0, good: 0, fair: 0, poor: 0 };
  if (scores.length === 0) return { attempts: 0, average: 0, median: 0, passRate: 0, bands };
  const sorted = [...scores].sort((a, b) => a - b);
  for (const score of sorted) bands[bandOf(score)]++;
  const middle = Math.floor(sorted.length / 2);
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const sum = sorted.reduce((total, score) => total + score, 0);
  return {
    attempts: sorted.length,
    average: Math.round((sum / sorted.length) * 10) / 10,
    median,
    passRate: sorted.filter((score) => score >= passMark).length / sorted.length,
    bands,
  };
}

function toAssessment(row: AssessmentRow): Assessment {
  return {
    id: row.id,
    communityId: row.community_id,
    title: row.title,
    status: row.status,
    questionCount: row.questions.length,
    passMark: row.pass_mark,
    timeLimitMinutes: row.time_limit_minutes,
  };
}
