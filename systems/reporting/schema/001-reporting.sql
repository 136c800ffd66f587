-- Reports of every commune. A report is never changed: a correction is its next version.
create table template (
  code          text primary key,
  operation_key text not null,
  definition    json not null,
  created_by    text not null,
  created_at    timestamptz not null
);

-- A period appears with its first report or its closing; its row is what closing and submitting wait for each other on.
create table period (
  template        text not null references template,
  code            text not null,
  state           text not null default 'open' check (state in ('open', 'closed')),
  summary_version integer not null default 0,
  primary key (template, code)
);

create table period_change (
  seq      bigint generated always as identity primary key,
  template text not null,
  period   text not null,
  at       timestamptz not null,
  change   text not null,
  actor    text not null,
  note     text,
  foreign key (template, period) references period
);

-- Latest version of each unit's report. former_unit is '' for the unit's own.
create table report_head (
  template    text not null,
  period      text not null,
  unit        text not null,
  former_unit text not null,
  latest      integer not null,
  primary key (template, period, unit, former_unit),
  foreign key (template, period) references period
);

create table report (
  id                uuid primary key,
  template          text not null,
  period            text not null,
  unit              text not null,
  former_unit       text not null,
  version           integer not null,
  operation_key     text not null,
  measured          json not null,
  signed_by         text not null,
  submitted_by      text not null,
  submitted_at      timestamptz not null,
  fallback_notation text,
  fallback_sent_on  date,
  unique (template, period, unit, former_unit, version),
  foreign key (template, period, unit, former_unit) references report_head,
  check ((fallback_notation is null) = (fallback_sent_on is null))
);
create index report_operation on report (operation_key);

-- One row per finished dossier, whatever number of messages told of it.
create table dossier_event (
  dossier     text primary key,
  message_id  text not null,
  -- The unit in force; where the one told was divided, that one.
  unit        text not null,
  told_unit   text not null,
  procedure   text,
  day         date not null,
  finished_at timestamptz not null,
  on_time     boolean
);
create index dossier_event_day on dossier_event (day, unit);
