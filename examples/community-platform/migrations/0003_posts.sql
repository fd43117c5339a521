create table posts (
  id text primary key,
  community_id text not null references communities (id),
  author_id text not null references users (id),
  title text not null,
  body text not null,
  tags text[] not null default '{}',
  status text not null default 'visible' check (status in ('visible', 'held', 'removed')),
  reaction_count integer not null default 0,
  comment_count integer not null default 0,
  created_at timestamptz not null,
  edited_at timestamptz
);

create index posts_community on posts (community_id, created_at desc);
create index posts_author on posts (author_id, created_at desc);

create table comments (
  id text primary key,
  post_id text not null references posts (id),
  author_id text not null references users (id),
  body text not null,
  created_at timestamptz not null
);

create table reactions (
  post_id text not null references posts (id),
  user_id text not null references users (id),
  kind text not null,
  created_at timestamptz not null,
  primary key (post_id, user_id)
);
