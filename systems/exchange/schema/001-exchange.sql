-- Ids of calls and messages: one id, one content, for ever (X-Road-Id is what receivers deduplicate by).
create table request_id (
  id          uuid primary key,
  client      text not null,
  fingerprint text not null,
  first_at    timestamptz not null default now()
);

-- Messages for store and forward. A turn in pg-boss says that a key has something to deliver; the message stands here.
create table message (
  position        bigint generated always as identity primary key,
  id              uuid not null unique references request_id (id),
  client          text not null,
  receiver        text not null,
  service_name    text not null,
  service         text not null,
  stream          text,
  order_key       text not null,
  -- text, not jsonb: every delivery sends the very bytes the request hash was made of.
  body            text not null,
  request_hash    text not null,
  state           text not null default 'stored' check (state in ('stored', 'delivered')),
  attempts        integer not null default 0,
  last_error      text,
  stored_at       timestamptz not null default now(),
  delivered_at    timestamptz,
  answer_status   integer,
  answer          text,
  check ((state = 'delivered') = (delivered_at is not null))
);
create index message_waiting on message (receiver, order_key, position) where state = 'stored';
create index message_waiting_since on message (receiver, stored_at) where state = 'stored';
create index message_by_service on message (receiver, service_name, position);

-- The hash-chained, signed log; log.ts says what an entry signs. Appended under the lock of its one head.
create table log_entry (
  seq           bigint primary key,
  time          text not null,
  direction     text not null,
  client        text not null,
  service       text not null,
  id            text not null,
  request_hash  text not null,
  response_hash text,
  status        integer,
  prev          text not null,
  hash          text not null unique,
  signature     text not null
);
create index log_entry_by_id on log_entry (id);
create table log_head (
  only_one boolean primary key default true check (only_one),
  seq      bigint not null,
  hash     text not null
);
insert into log_head (seq, hash) values (0, repeat('0', 64));

-- What probes left; no unique key, so that a failure to deduplicate would be seen.
create table probe (
  seq         bigint generated always as identity primary key,
  message_id  uuid not null,
  client      text not null,
  note        text not null,
  received_at timestamptz not null default now()
);
create index probe_by_message on probe (message_id);
