create table assessments (
  id text primary key,
  community_id text not null references communities (id),
  title text not null,
  status text not null default 'draft' check (status in ('draft', 'published', 'closed')),
  questions jsonb not null,
  pass_mark integer not null default 60,
  time_limit_minutes integer,
  max_attempts integer not null default 3,
  cooldown_hours integer not null default 24,
  created_by text not null references users (id),
  created_at timestamptz not null,
  published_at timestamptz
);

create table attempts (
  id text primary key,
  assessment_id text not null references assessments (id),
  user_id text not null references users (id),
  started_at timestamptz not null,
  submitted_at timestamptz,
  answers jsonb,
  score integer,
  passed boolean,
  breakdown jsonb
);

create index attempts_user on attempts (assessment_id, user_id, started_at desc);
