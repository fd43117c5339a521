create table notifications (
  id text primary key,
  user_id text not null references users (id),
  kind text not null,
  title text not null,
  body text not null,
  data jsonb not null default '{}',
  created_at timestamptz not null,
  read_at timestamptz,
  mailed_at timestamptz
);

create index notifications_user on notifications (user_id, created_at desc);

create table notification_preferences (
  user_id text not null references users (id),
  kind text not null,
  in_app boolean not null default true,
  mail boolean not null default true,
  primary key (user_id, kind)
);
