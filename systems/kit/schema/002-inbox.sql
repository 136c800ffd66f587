-- Ids of messages whose effect is in this database; makes a repeated delivery harmless.
create table inbox (
  message_id  text primary key,
  received_at timestamptz not null default now()
);
