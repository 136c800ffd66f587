-- First answer to each Idempotency-Key, so that a client which repeats itself creates nothing twice.
create table idempotency (
  operation      text not null,
  subject        text not null,
  key            text not null,
  request_sha256 text not null,
  answer         json,
  created_at     timestamptz not null default now(),
  primary key (operation, subject, key)
);
