-- Messages to other systems, written in the transaction of the change they tell of; the relay empties it.
create table outbox (
  seq             bigint generated always as identity primary key,
  id              uuid not null unique,
  destination     text not null,
  service         text not null,
  -- Messages of one stream are handed over one after the other; by default each is alone in its own.
  stream          text not null,
  -- json, not jsonb: the text must stay byte for byte what was first sent, or the exchange answers 409.
  body            json not null,
  created_at      timestamptz not null default now(),
  attempts        integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error      text,
  sent_at         timestamptz
);
create index outbox_pending on outbox (seq) where sent_at is null;
create index outbox_stream on outbox (stream, seq) where sent_at is null;
