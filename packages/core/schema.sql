create table ledger.accounts (
  id bigint not null generated always as identity,
  owner_id bigint,
  kind text not null,
  asset text not null,
  balance numeric(40,20) not null default 0,
  held numeric(40,20) not null default 0,
  constraint house_is_derived CHECK (((owner_id IS NOT NULL) OR ((balance = (0)::numeric) AND (held = (0)::numeric)))),
  constraint known_kind CHECK (
CASE
    WHEN (owner_id IS NULL) THEN (kind = ANY (ARRAY['faucet'::text, 'fees'::text, 'deposits'::text, 'withdrawals'::text]))
    ELSE (kind = ANY (ARRAY['main'::text, 'p2p'::text]))
END),
  constraint nothing_negative CHECK (((held >= (0)::numeric) AND (balance >= held) AND (balance < 'Infinity'::numeric))),
  constraint accounts_asset_fkey FOREIGN KEY (asset) REFERENCES ledger.assets(code),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_id_asset_key UNIQUE (id, asset),
  constraint accounts_owner_id_kind_asset_key UNIQUE NULLS NOT DISTINCT (owner_id, kind, asset)
);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON ledger.accounts FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
CREATE TRIGGER kept_by_its_owner BEFORE UPDATE OF id, owner_id, kind, asset ON ledger.accounts FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change('stays what it is and whose it is');

create table ledger.assets (
  code text not null,
  decimals smallint not null,
  enabled boolean not null default true,
  constraint assets_code_check CHECK ((code ~ '^[a-z0-9]{2,10}$'::text)),
  constraint assets_decimals_check CHECK (((decimals >= 0) AND (decimals <= 18))),
  constraint assets_pkey PRIMARY KEY (code)
);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON ledger.assets FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();

create table ledger.holds (
  id bigint not null generated always as identity,
  account_id bigint not null,
  asset text not null,
  amount numeric(40,20) not null,
  status text not null default 'pending'::text,
  reference text not null,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint holds_amount_check CHECK (((amount > (0)::numeric) AND (amount < 'Infinity'::numeric))),
  constraint holds_check CHECK (((status = 'pending'::text) = (settled_at IS NULL))),
  constraint holds_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'posted'::text, 'voided'::text]))),
  constraint holds_pkey PRIMARY KEY (id)
);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON ledger.holds FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change('is never cleared');
CREATE TRIGGER known BEFORE INSERT ON ledger.holds FOR EACH ROW EXECUTE FUNCTION ledger.check_hold();
CREATE TRIGGER settled_once BEFORE UPDATE ON ledger.holds FOR EACH ROW WHEN (((old.status <> 'pending'::text) OR ((((old.account_id IS DISTINCT FROM new.account_id) OR (old.asset IS DISTINCT FROM new.asset)) OR (old.amount IS DISTINCT FROM new.amount)) OR (old.reference IS DISTINCT FROM new.reference)))) EXECUTE FUNCTION ledger.refuse_change('changes only once, when the hold is settled');

create table ledger.transfers (
  id bigint not null generated always as identity,
  debit_account_id bigint not null,
  credit_account_id bigint not null,
  asset text not null,
  amount numeric(40,20) not null,
  hold_id bigint,
  reason text not null,
  reference text not null,
  created_at timestamp with time zone not null,
  constraint transfers_amount_check CHECK (((amount > (0)::numeric) AND (amount < 'Infinity'::numeric))),
  constraint transfers_check CHECK (((debit_account_id <> credit_account_id) OR (hold_id IS NOT NULL))),
  constraint transfers_pkey PRIMARY KEY (id)
);
CREATE INDEX transfers_credit ON ledger.transfers USING btree (credit_account_id);
CREATE INDEX transfers_debit ON ledger.transfers USING btree (debit_account_id);
CREATE INDEX transfers_hold ON ledger.transfers USING btree (hold_id) WHERE (hold_id IS NOT NULL);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.transfers FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change('is append-only');
CREATE TRIGGER known BEFORE INSERT ON ledger.transfers FOR EACH ROW EXECUTE FUNCTION ledger.check_transfer();

create table access_tokens (
  user_id bigint not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  constraint access_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint access_tokens_pkey PRIMARY KEY (user_id),
  constraint access_tokens_token_hash_key UNIQUE (token_hash)
);

create table ads (
  id bigint not null generated always as identity,
  owner_id bigint not null,
  ad_type text not null,
  crypto_currency text not null,
  fiat_currency text not null,
  payment_method text not null,
  price_type text not null,
  price_per_unit numeric(28,8),
  margin numeric(5,2),
  crypto_amount numeric(40,20) not null,
  available numeric(40,20) not null,
  min_limit numeric(43,3),
  max_limit numeric(43,3),
  start_date date not null,
  end_date date,
  auto_reply_message text,
  terms_of_trade text,
  additional_information text,
  time_to_pay integer not null,
  status text not null,
  hold_id bigint,
  trade_started_at timestamp with time zone,
  trade_completed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint active_is_available CHECK (((status <> 'active'::text) OR (available > (0)::numeric))),
  constraint ads_ad_type_check CHECK ((ad_type = ANY (ARRAY['buy'::text, 'sell'::text]))),
  constraint ads_check CHECK ((max_limit >= min_limit)),
  constraint ads_check1 CHECK ((end_date >= start_date)),
  constraint ads_crypto_amount_check CHECK ((crypto_amount > (0)::numeric)),
  constraint ads_min_limit_check CHECK ((min_limit > (0)::numeric)),
  constraint ads_price_per_unit_check CHECK ((price_per_unit > (0)::numeric)),
  constraint ads_price_type_check CHECK ((price_type = ANY (ARRAY['fixed'::text, 'floating'::text]))),
  constraint ads_status_check CHECK ((status = ANY (ARRAY['active'::text, 'in_progress'::text, 'completed'::text, 'closed'::text, 'expired'::text]))),
  constraint ads_time_to_pay_check CHECK (((time_to_pay >= 1) AND (time_to_pay <= 10080))),
  constraint available_is_held CHECK (((hold_id IS NOT NULL) = ((ad_type = 'sell'::text) AND (available > (0)::numeric)))),
  constraint ended_has_nothing CHECK (((status = ANY (ARRAY['active'::text, 'in_progress'::text])) OR (available = (0)::numeric))),
  constraint never_oversold CHECK (((available >= (0)::numeric) AND (available <= crypto_amount))),
  constraint price_fits_its_type CHECK (
CASE price_type
    WHEN 'fixed'::text THEN (price_per_unit IS NOT NULL)
    ELSE (margin IS NOT NULL)
END),
  constraint ads_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES ledger.holds(id),
  constraint ads_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id),
  constraint ads_pkey PRIMARY KEY (id),
  constraint ads_hold_id_key UNIQUE (hold_id)
);
CREATE INDEX ads_active ON ads USING btree (id) WHERE (status = 'active'::text);
CREATE INDEX ads_active_market ON ads USING btree (crypto_currency, fiat_currency, ad_type, id) INCLUDE (start_date, owner_id, payment_method) WHERE (status = 'active'::text);
CREATE INDEX ads_active_payment ON ads USING btree (payment_method, id) WHERE (status = 'active'::text);
CREATE INDEX ads_fixed_price ON ads USING btree (crypto_currency, fiat_currency, ad_type, price_per_unit, id DESC) WHERE ((status = 'active'::text) AND (price_type = 'fixed'::text));
CREATE INDEX ads_floating_price ON ads USING btree (crypto_currency, fiat_currency, ad_type, margin, id DESC) WHERE ((status = 'active'::text) AND (price_type = 'floating'::text));
CREATE INDEX ads_owner ON ads USING btree (owner_id, id);
CREATE INDEX ads_running_owner ON ads USING btree (owner_id) WHERE (status = ANY (ARRAY['active'::text, 'in_progress'::text]));

create table attachment_spaces (
  user_id bigint not null,
  bytes bigint not null default 0,
  constraint attachment_spaces_bytes_check CHECK ((bytes >= 0)),
  constraint attachment_spaces_pkey PRIMARY KEY (user_id)
);

create table attachments (
  id uuid not null default gen_random_uuid(),
  owner_id bigint not null,
  state text not null,
  bytes bigint not null,
  name text,
  type text,
  sha256 bytea,
  conversation text,
  message_id bigint,
  created_at timestamp with time zone not null,
  reported boolean not null default false,
  constraint attachments_bytes_check CHECK ((bytes > 0)),
  constraint attachments_check CHECK (((state = ANY (ARRAY['coming'::text, 'removed'::text])) OR ((name IS NOT NULL) AND (type IS NOT NULL) AND (sha256 IS NOT NULL)))),
  constraint attachments_check1 CHECK (((state <> 'attached'::text) OR ((conversation IS NOT NULL) AND (message_id IS NOT NULL)))),
  constraint attachments_state_check CHECK ((state = ANY (ARRAY['coming'::text, 'loose'::text, 'attached'::text, 'withheld'::text, 'removed'::text]))),
  constraint attachments_pkey PRIMARY KEY (id)
);
CREATE INDEX attachments_by_message ON attachments USING btree (message_id) WHERE (state = 'attached'::text);
CREATE INDEX attachments_coming ON attachments USING btree (owner_id) WHERE (state = 'coming'::text);
CREATE INDEX attachments_to_sweep ON attachments USING btree (state, created_at) WHERE (state <> 'attached'::text);

create table audit_log (
  id bigint not null generated always as identity,
  staff_id bigint not null,
  action text not null,
  subject text not null,
  details jsonb not null,
  address text,
  created_at timestamp with time zone not null,
  constraint audit_log_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES users(id),
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_action ON audit_log USING btree (action, id);
CREATE INDEX audit_log_staff ON audit_log USING btree (staff_id, id);
CREATE INDEX audit_log_staff_action ON audit_log USING btree (staff_id, action, id);
CREATE INDEX audit_log_subject ON audit_log USING btree (subject, id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('is append-only');

create table backup_codes (
  user_id bigint not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  constraint backup_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint backup_codes_pkey PRIMARY KEY (user_id, code_hash)
);

create table confirmations (
  id bigint not null generated always as identity,
  action text not null,
  subject text not null,
  details jsonb not null,
  staff_id bigint not null,
  created_at timestamp with time zone not null,
  constraint confirmations_pkey PRIMARY KEY (id),
  constraint confirmations_action_subject_details_key UNIQUE (action, subject, details)
);
CREATE INDEX confirmations_age ON confirmations USING btree (created_at);

create table conversation_members (
  conversation text not null,
  user_id bigint not null,
  kind text not null,
  latest_id bigint not null default 0,
  read_up_to bigint not null default 0,
  delivered_up_to bigint not null default 0,
  unread bigint not null default 0,
  constraint conversation_members_unread_check CHECK ((unread >= 0)),
  constraint conversation_members_pkey PRIMARY KEY (conversation, user_id)
);
CREATE INDEX conversation_members_latest ON conversation_members USING btree (user_id, kind, latest_id DESC, conversation);

create table conversations (
  name text not null,
  kind text not null,
  messages bigint not null default 0,
  latest_id bigint not null default 0,
  constraint conversations_pkey PRIMARY KEY (name)
);

create table current_sql (
  only_row boolean not null default true,
  version integer not null,
  digest text not null,
  objects text[] not null,
  applied_at timestamp with time zone not null default now(),
  constraint current_sql_only_row_check CHECK (only_row),
  constraint current_sql_pkey PRIMARY KEY (only_row)
);

create table deal_limits (
  asset text not null,
  user_id bigint,
  maximum numeric(40,20) not null,
  constraint deal_limits_maximum_check CHECK (((maximum > (0)::numeric) AND (maximum < 'Infinity'::numeric))),
  constraint deal_limits_asset_fkey FOREIGN KEY (asset) REFERENCES ledger.assets(code),
  constraint deal_limits_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX deal_limits_user ON deal_limits USING btree (user_id, asset);
CREATE UNIQUE INDEX deal_limits_asset ON deal_limits USING btree (asset, user_id NULLS FIRST) NULLS NOT DISTINCT;

create table deposit_addresses (
  user_id bigint not null,
  address text not null,
  created_at timestamp with time zone not null,
  constraint deposit_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint deposit_addresses_pkey PRIMARY KEY (user_id),
  constraint deposit_addresses_address_key UNIQUE (address)
);

create table deposits (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  asset text not null,
  amount numeric(40,20) not null,
  status text not null default 'pending'::text,
  address text,
  from_address text,
  transaction_id text,
  reason text,
  decided_by bigint,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint deposits_amount_check CHECK ((amount > (0)::numeric)),
  constraint deposits_check CHECK (((transaction_id IS NOT NULL) OR (status <> 'credited'::text))),
  constraint deposits_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'credited'::text, 'rejected'::text]))),
  constraint deposits_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users(id),
  constraint deposits_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint deposits_pkey PRIMARY KEY (id)
);
CREATE INDEX deposits_newest ON deposits USING btree (created_at, id);
CREATE INDEX deposits_status ON deposits USING btree (status, asset, created_at, id);
CREATE INDEX deposits_sum_user ON deposits USING btree (asset, user_id, updated_at) WHERE (status = 'credited'::text);
CREATE INDEX deposits_user ON deposits USING btree (user_id, created_at, id);
CREATE UNIQUE INDEX deposits_credited_once ON deposits USING btree (asset, transaction_key(transaction_id)) WHERE (status = 'credited'::text);

create table direct_threads (
  id bigint not null generated always as identity,
  user_one bigint not null,
  user_two bigint not null,
  created_at timestamp with time zone not null,
  constraint direct_threads_check CHECK ((user_one < user_two)),
  constraint direct_threads_user_one_fkey FOREIGN KEY (user_one) REFERENCES users(id),
  constraint direct_threads_user_two_fkey FOREIGN KEY (user_two) REFERENCES users(id),
  constraint direct_threads_pkey PRIMARY KEY (id),
  constraint direct_threads_pair UNIQUE (user_one, user_two)
);

create table dispute_entries (
  id bigint not null generated always as identity,
  offer_id bigint not null,
  author_id bigint not null,
  kind text not null,
  body text not null,
  created_at timestamp with time zone not null,
  constraint dispute_entries_kind_check CHECK ((kind = ANY (ARRAY['statement'::text, 'note'::text]))),
  constraint dispute_entries_author_id_fkey FOREIGN KEY (author_id) REFERENCES users(id),
  constraint dispute_entries_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES disputes(offer_id),
  constraint dispute_entries_pkey PRIMARY KEY (id)
);
CREATE INDEX dispute_entries_offer ON dispute_entries USING btree (offer_id, id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON dispute_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('is append-only');

create table disputes (
  offer_id bigint not null,
  opened_by bigint not null,
  reason text not null,
  prior_status text not null,
  assigned_to bigint,
  answer_by timestamp with time zone not null,
  answered_at timestamp with time zone,
  escalated_at timestamp with time zone,
  resolved_by bigint,
  decision text,
  note text,
  resolved_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint disputes_check CHECK (((decision IS NULL) = (resolved_at IS NULL))),
  constraint disputes_decision_check CHECK ((decision = ANY (ARRAY['release'::text, 'refund'::text]))),
  constraint disputes_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES users(id),
  constraint disputes_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offers(id),
  constraint disputes_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES users(id),
  constraint disputes_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES users(id),
  constraint disputes_pkey PRIMARY KEY (offer_id)
);
CREATE INDEX disputes_escalated ON disputes USING btree (offer_id) WHERE ((resolved_at IS NULL) AND (escalated_at IS NOT NULL));
CREATE INDEX disputes_resolved ON disputes USING btree (offer_id) WHERE (resolved_at IS NOT NULL);
CREATE INDEX disputes_waiting ON disputes USING btree (offer_id) WHERE ((resolved_at IS NULL) AND (escalated_at IS NULL));

create table email_codes (
  email_key text not null,
  code text not null,
  mails integer not null,
  created_at timestamp with time zone not null,
  constraint email_codes_pkey PRIMARY KEY (email_key)
);

create table escrow_participants (
  id bigint not null generated always as identity,
  escrow_id bigint not null,
  user_id bigint not null,
  role text not null,
  agreed_at timestamp with time zone not null,
  codes_tried integer not null default 0,
  constraint escrow_participants_role_check CHECK ((role = ANY (ARRAY['BUYER'::text, 'SELLER'::text, 'ARBITER'::text]))),
  constraint escrow_participants_escrow_id_fkey FOREIGN KEY (escrow_id) REFERENCES escrows(id),
  constraint escrow_participants_pkey PRIMARY KEY (id),
  constraint escrow_participants_escrow_id_user_id_key UNIQUE (escrow_id, user_id)
);

create table escrows (
  id bigint not null generated always as identity,
  order_id bigint not null,
  buyer_id bigint not null,
  status text not null,
  amount_btc numeric(28,8) not null,
  amount_eur numeric(28,2),
  code_hash text,
  dispute_raised boolean not null default false,
  disputed_by bigint,
  dispute_reason text,
  resolved_by bigint,
  resolution text,
  resolution_note text,
  funded_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  released_at timestamp with time zone,
  refunded_at timestamp with time zone,
  disputed_at timestamp with time zone,
  resolved_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint escrows_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'FUNDED'::text, 'CONFIRMED'::text, 'RELEASED'::text, 'REFUNDED'::text, 'DISPUTED'::text]))),
  constraint escrows_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint escrows_pkey PRIMARY KEY (id),
  constraint escrows_order_id_key UNIQUE (order_id)
);
CREATE INDEX escrows_buyer ON escrows USING btree (buyer_id, id);
CREATE INDEX escrows_buyer_status ON escrows USING btree (buyer_id, status, id);
CREATE INDEX escrows_status ON escrows USING btree (status, id);

create table event_streams (
  name text not null,
  head bigint not null,
  followed boolean not null default false,
  constraint event_streams_pkey PRIMARY KEY (name)
);

create table events (
  stream text not null,
  seq bigint not null,
  type text not null,
  data jsonb not null,
  actor_id bigint,
  occurred_at timestamp with time zone not null,
  constraint events_pkey PRIMARY KEY (stream, seq)
);

create table grown_streams (
  name text not null,
  head bigint not null,
  due_at timestamp with time zone not null,
  constraint grown_streams_pkey PRIMARY KEY (name)
);
CREATE INDEX grown_streams_due ON grown_streams USING btree (due_at);

create table heartbeat (
  only_row boolean not null default true,
  at timestamp with time zone not null,
  constraint heartbeat_only_row_check CHECK (only_row),
  constraint heartbeat_pkey PRIMARY KEY (only_row)
);

create table idempotency_keys (
  scope text not null,
  key text not null,
  fingerprint bytea not null,
  answer bytea,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys USING btree (created_at);

create table last_seen (
  user_id bigint not null,
  at timestamp with time zone not null,
  constraint last_seen_pkey PRIMARY KEY (user_id)
);

create table login_failures (
  key character varying(255) not null,
  points integer not null default 0,
  expire bigint,
  constraint login_failures_pkey PRIMARY KEY (key)
);
CREATE INDEX login_failures_expire ON login_failures USING btree (expire);

create table login_guesses (
  key text not null,
  times timestamp with time zone[] not null,
  last_at timestamp with time zone not null,
  constraint login_guesses_pkey PRIMARY KEY (key)
);
CREATE INDEX login_guesses_last ON login_guesses USING btree (last_at);

create table mails (
  id bigint not null generated always as identity,
  uuid uuid not null default gen_random_uuid(),
  recipient_id bigint not null,
  template text not null,
  data jsonb not null,
  status text not null default 'unsent'::text,
  attempts integer not null default 0,
  refusals integer not null default 0,
  last_error text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  held boolean not null default false,
  carried_by bigint,
  claimed_at timestamp with time zone,
  constraint mails_check CHECK (((status = 'sent'::text) = (sent_at IS NOT NULL))),
  constraint mails_status_check CHECK ((status = ANY (ARRAY['unsent'::text, 'sent'::text, 'failed'::text]))),
  constraint mails_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES users(id),
  constraint mails_pkey PRIMARY KEY (id),
  constraint mails_uuid_key UNIQUE (uuid)
);
CREATE INDEX mails_carried ON mails USING btree (recipient_id, claimed_at) WHERE (carried_by = id);
CREATE INDEX mails_recipient ON mails USING btree (recipient_id, id);

create table message_reactions (
  message_id bigint not null,
  type text not null,
  user_id bigint not null,
  created_at timestamp with time zone not null,
  constraint message_reactions_pkey PRIMARY KEY (message_id, type, user_id)
);

create table message_reports (
  id bigint not null generated always as identity,
  message_id bigint not null,
  reporter_id bigint not null,
  reported_id bigint not null,
  reason text not null,
  message text not null,
  context jsonb not null,
  status text not null default 'open'::text,
  note text,
  resolved_by bigint,
  resolved_at timestamp with time zone,
  created_at timestamp with time zone not null,
  attachment_id uuid,
  constraint message_reports_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachments(id) ON DELETE SET NULL,
  constraint message_reports_reported_id_fkey FOREIGN KEY (reported_id) REFERENCES users(id),
  constraint message_reports_reporter_id_fkey FOREIGN KEY (reporter_id) REFERENCES users(id),
  constraint message_reports_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES users(id),
  constraint message_reports_pkey PRIMARY KEY (id),
  constraint message_reports_once UNIQUE (message_id)
);
CREATE INDEX message_reports_attachment ON message_reports USING btree (attachment_id) WHERE (attachment_id IS NOT NULL);
CREATE INDEX message_reports_status ON message_reports USING btree (status, id);

create table messages (
  id bigint not null generated always as identity,
  conversation text not null,
  sender_id bigint not null,
  body text not null,
  created_at timestamp with time zone not null,
  type text not null default 'text'::text,
  data jsonb,
  client_id text,
  deleted_at timestamp with time zone,
  logged jsonb,
  constraint messages_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES users(id),
  constraint messages_pkey PRIMARY KEY (id)
);
CREATE INDEX messages_conversation ON messages USING btree (conversation, id);
CREATE UNIQUE INDEX messages_client_id ON messages USING btree (conversation, sender_id, client_id) WHERE (client_id IS NOT NULL);

create table migrations (
  id integer not null default nextval('migrations_id_seq'::regclass),
  name character varying(255) not null,
  executed_at timestamp(6) with time zone not null default CURRENT_TIMESTAMP(6),
  constraint migrations_pkey PRIMARY KEY (id)
);

create table notification_inboxes (
  user_id bigint not null,
  unread bigint not null default 0,
  read_up_to bigint not null default 0,
  muted text[] not null default '{}'::text[],
  constraint notification_inboxes_unread_check CHECK ((unread >= 0)),
  constraint notification_inboxes_pkey PRIMARY KEY (user_id)
);

create table notifications (
  id bigint not null generated always as identity,
  user_id bigint not null,
  type text not null,
  title text not null,
  message text not null,
  data jsonb not null,
  is_read boolean not null default false,
  created_at timestamp with time zone not null,
  actor_id bigint,
  constraint notifications_pkey PRIMARY KEY (user_id, id)
);
CREATE INDEX notifications_age ON notifications USING brin (created_at) WITH (autosummarize='true');
CREATE INDEX notifications_unread ON notifications USING btree (user_id, id) WHERE (NOT is_read);

create table offers (
  id bigint not null generated always as identity,
  ad_id bigint not null,
  maker_id bigint not null,
  seller_id bigint not null,
  buyer_id bigint not null,
  amount numeric(40,20) not null,
  price_per_unit numeric(28,8) not null,
  fiat_amount numeric(43,3) not null,
  fee numeric(40,20) not null,
  status text not null,
  hold_id bigint not null,
  bank_account_name text,
  bank_account_number text,
  bank_name text,
  expires_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  released_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint offers_amount_check CHECK ((amount > (0)::numeric)),
  constraint offers_check CHECK (((fee >= (0)::numeric) AND (fee < amount))),
  constraint offers_check1 CHECK (((seller_id <> buyer_id) AND ((maker_id = seller_id) OR (maker_id = buyer_id)))),
  constraint offers_check2 CHECK (((status = 'released'::text) = (released_at IS NOT NULL))),
  constraint offers_fiat_amount_check CHECK ((fiat_amount > (0)::numeric)),
  constraint offers_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'paid'::text, 'released'::text, 'cancelled'::text, 'expired'::text, 'disputed'::text]))),
  constraint offers_ad_id_fkey FOREIGN KEY (ad_id) REFERENCES ads(id),
  constraint offers_pkey PRIMARY KEY (id)
);
CREATE INDEX offers_ad ON offers USING btree (ad_id, id);
CREATE INDEX offers_buyer ON offers USING btree (buyer_id, id);
CREATE INDEX offers_pending ON offers USING btree (expires_at) WHERE (status = 'pending'::text);
CREATE INDEX offers_running ON offers USING btree (ad_id) WHERE (status = ANY (ARRAY['pending'::text, 'paid'::text, 'disputed'::text]));
CREATE INDEX offers_running_maker ON offers USING btree (maker_id) WHERE (status = ANY (ARRAY['pending'::text, 'paid'::text, 'disputed'::text]));
CREATE INDEX offers_seller ON offers USING btree (seller_id, id);

create table order_items (
  id bigint not null generated always as identity,
  order_id bigint not null,
  buyer_id bigint not null,
  product_id bigint not null,
  seller_id bigint not null,
  quantity integer not null,
  price_btc numeric(28,8) not null,
  price_eur numeric(28,2),
  constraint order_items_price_btc_check CHECK ((price_btc > (0)::numeric)),
  constraint order_items_price_eur_check CHECK ((price_eur >= (0)::numeric)),
  constraint order_items_quantity_check CHECK ((quantity > 0)),
  constraint order_items_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint order_items_pkey PRIMARY KEY (id)
);
CREATE INDEX order_items_bought ON order_items USING btree (buyer_id, product_id);
CREATE INDEX order_items_order ON order_items USING btree (order_id, id);

create table order_parts (
  order_id bigint not null,
  seller_id bigint not null,
  buyer_id bigint not null,
  amount_btc numeric(28,8) not null,
  fee_btc numeric(28,8) not null,
  state text not null default 'WAITING'::text,
  refunded_btc numeric(28,8) not null default 0,
  hold_id bigint,
  confirmed_at timestamp with time zone,
  settled_at timestamp with time zone,
  order_status text not null,
  escrow_id bigint,
  escrow_status text,
  constraint order_parts_amount_btc_check CHECK ((amount_btc > (0)::numeric)),
  constraint order_parts_check CHECK (((fee_btc >= (0)::numeric) AND (fee_btc <= amount_btc))),
  constraint order_parts_check1 CHECK (((refunded_btc >= (0)::numeric) AND (refunded_btc <= amount_btc))),
  constraint order_parts_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'CONFIRMED'::text, 'SHIPPED'::text, 'RELEASED'::text, 'REFUNDED'::text, 'CANCELLED'::text]))),
  constraint order_parts_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint order_parts_pkey PRIMARY KEY (order_id, seller_id),
  constraint order_parts_hold_id_key UNIQUE (hold_id)
);
CREATE INDEX order_parts_earned ON order_parts USING btree (seller_id, settled_at, order_id) WHERE ((settled_at IS NOT NULL) AND (refunded_btc < amount_btc));
CREATE INDEX order_parts_escrow ON order_parts USING btree (seller_id, escrow_id) WHERE (escrow_id IS NOT NULL);
CREATE INDEX order_parts_escrow_status ON order_parts USING btree (seller_id, escrow_status, escrow_id) WHERE (escrow_id IS NOT NULL);
CREATE INDEX order_parts_refunded ON order_parts USING btree (buyer_id, settled_at, order_id) WHERE ((settled_at IS NOT NULL) AND (refunded_btc > (0)::numeric));
CREATE INDEX order_parts_seller ON order_parts USING btree (seller_id, order_id);
CREATE INDEX order_parts_seller_status ON order_parts USING btree (seller_id, order_status, order_id);

create table orders (
  id bigint not null generated always as identity,
  buyer_id bigint not null,
  status text not null,
  total_btc numeric(28,8) not null,
  total_eur numeric(28,2),
  payment_hash text,
  payment_confirmed boolean not null default false,
  expires_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  completed_at timestamp with time zone,
  is_counted boolean not null default false,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  claimed_at timestamp with time zone,
  constraint orders_check CHECK (((status = 'COMPLETED'::text) = (completed_at IS NOT NULL))),
  constraint orders_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'PAID'::text, 'CONFIRMED'::text, 'SHIPPED'::text, 'DELIVERED'::text, 'COMPLETED'::text, 'CANCELLED'::text, 'REFUNDED'::text]))),
  constraint orders_total_btc_check CHECK ((total_btc > (0)::numeric)),
  constraint orders_total_eur_check CHECK ((total_eur >= (0)::numeric)),
  constraint orders_pkey PRIMARY KEY (id)
);
CREATE INDEX orders_buyer ON orders USING btree (buyer_id, id);
CREATE INDEX orders_buyer_status ON orders USING btree (buyer_id, status, id);
CREATE INDEX orders_paid ON orders USING btree (buyer_id, paid_at, id) WHERE (paid_at IS NOT NULL);
CREATE INDEX orders_payment ON orders USING btree (lower(payment_hash)) WHERE (payment_hash IS NOT NULL);
CREATE INDEX orders_pending ON orders USING btree (expires_at) WHERE (status = 'PENDING'::text);

create table outbox (
  id bigint not null generated always as identity,
  stream text not null,
  source text not null,
  seq bigint not null,
  constraint outbox_pkey PRIMARY KEY (id)
);

create table payment_limits (
  method text not null,
  fiat text not null,
  maximum numeric(40,20) not null,
  constraint payment_limits_fiat_check CHECK ((fiat = lower(fiat))),
  constraint payment_limits_maximum_check CHECK (((maximum > (0)::numeric) AND (maximum < 'Infinity'::numeric))),
  constraint payment_limits_method_check CHECK ((method = lower(btrim(method)))),
  constraint payment_limits_pkey PRIMARY KEY (method, fiat)
);

create table payout_addresses (
  user_id bigint not null,
  address text not null,
  updated_at timestamp with time zone not null,
  constraint payout_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint payout_addresses_pkey PRIMARY KEY (user_id)
);

create table product_categories (
  key text not null,
  leads text[] not null,
  constraint product_categories_pkey PRIMARY KEY (key)
);
CREATE INDEX product_categories_leads ON product_categories USING gin (leads);

create table product_views (
  product_id bigint not null,
  views bigint not null,
  constraint product_views_pkey PRIMARY KEY (product_id)
);

create table products (
  id bigint not null generated by default as identity,
  seller_id bigint not null,
  owner_id bigint not null,
  name text not null,
  description text not null,
  price_btc numeric not null,
  price_eur numeric,
  category text not null,
  category_key text not null,
  images text[] not null,
  tags text[] not null,
  in_stock boolean not null,
  stock_quantity bigint not null,
  delivery_time text,
  digital_product boolean not null,
  download_url text,
  specifications jsonb not null,
  is_active boolean not null default true,
  rating_sum bigint not null default 0,
  review_count bigint not null default 0,
  rating numeric not null generated always as round(((rating_sum)::numeric / (GREATEST(review_count, (1)::bigint))::numeric), 1),
  sales_count bigint not null default 0,
  search tsvector not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint products_price_btc_check CHECK (((price_btc > (0)::numeric) AND (scale(price_btc) <= 8))),
  constraint products_price_eur_check CHECK (((price_eur > (0)::numeric) AND (scale(price_eur) <= 2))),
  constraint products_stock_quantity_check CHECK ((stock_quantity >= 0)),
  constraint products_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
  constraint products_pkey PRIMARY KEY (id)
);
CREATE INDEX products_category_newest ON products USING btree (category_key, id) WHERE is_active;
CREATE INDEX products_category_price ON products USING btree (category_key, price_btc, id) WHERE is_active;
CREATE INDEX products_category_rating ON products USING btree (category_key, rating, review_count, id) WHERE is_active;
CREATE INDEX products_category_sales ON products USING btree (category_key, sales_count, id) WHERE is_active;
CREATE INDEX products_newest ON products USING btree (id) WHERE is_active;
CREATE INDEX products_price ON products USING btree (price_btc, id) WHERE is_active;
CREATE INDEX products_rating ON products USING btree (rating, review_count, id) WHERE is_active;
CREATE INDEX products_sales ON products USING btree (sales_count, id) WHERE is_active;
CREATE INDEX products_seller_category ON products USING btree (seller_id, category_key, id) WHERE is_active;
CREATE INDEX products_seller_newest ON products USING btree (seller_id, id) WHERE is_active;
CREATE INDEX products_seller_price ON products USING btree (seller_id, price_btc, id) WHERE is_active;
CREATE INDEX products_seller_rating ON products USING btree (seller_id, rating, review_count, id) WHERE is_active;
CREATE INDEX products_seller_sales ON products USING btree (seller_id, sales_count, id) WHERE is_active;
CREATE INDEX products_words ON products USING gin (((search || array_to_tsvector(ARRAY[('@'::text || (seller_id)::text)])))) WHERE is_active;

create table proven_users (
  user_id bigint not null,
  constraint proven_users_pkey PRIMARY KEY (user_id)
);

create table ratings (
  offer_id bigint not null,
  rater_id bigint not null,
  rated_id bigint not null,
  positive boolean not null,
  comment text,
  created_at timestamp with time zone not null,
  counted_on date,
  constraint ratings_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offers(id),
  constraint ratings_rated_id_fkey FOREIGN KEY (rated_id) REFERENCES users(id),
  constraint ratings_rater_id_fkey FOREIGN KEY (rater_id) REFERENCES users(id),
  constraint ratings_pkey PRIMARY KEY (offer_id, rater_id)
);
CREATE INDEX ratings_counted ON ratings USING btree (rater_id, rated_id, counted_on) WHERE (counted_on IS NOT NULL);
CREATE INDEX ratings_rated ON ratings USING btree (rated_id, offer_id);

create table reader_positions (
  id uuid not null,
  user_id bigint not null,
  session text not null,
  door text not null,
  positions jsonb not null,
  is_open boolean not null,
  is_taken boolean not null,
  seen_at timestamp with time zone not null,
  constraint reader_positions_pkey PRIMARY KEY (id)
);
CREATE INDEX reader_positions_age ON reader_positions USING brin (seen_at) WITH (autosummarize='true');
CREATE INDEX reader_positions_session ON reader_positions USING btree (user_id, session, door);

create table refresh_tokens (
  token_hash bytea not null,
  session_id uuid not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  successor bytea,
  constraint refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE,
  constraint refresh_tokens_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX refresh_tokens_session ON refresh_tokens USING btree (session_id);
CREATE INDEX refresh_tokens_successor ON refresh_tokens USING btree (used_at) WHERE (successor IS NOT NULL);

create table remembered_devices (
  id uuid not null,
  user_id bigint not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint remembered_devices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint remembered_devices_pkey PRIMARY KEY (id),
  constraint remembered_devices_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX remembered_devices_expiry ON remembered_devices USING btree (expires_at);
CREATE INDEX remembered_devices_user ON remembered_devices USING btree (user_id, created_at, id);

create table reputations (
  user_id bigint not null,
  positive bigint not null default 0,
  negative bigint not null default 0,
  constraint reputations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint reputations_pkey PRIMARY KEY (user_id)
);

create table request_offers (
  id bigint not null generated always as identity,
  request_id bigint not null,
  seller_id bigint not null,
  product_id bigint,
  price numeric(28,2) not null,
  message text,
  status text not null default 'PENDING'::text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint request_offers_price_check CHECK ((price > (0)::numeric)),
  constraint request_offers_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'ACCEPTED'::text, 'REJECTED'::text, 'WITHDRAWN'::text]))),
  constraint request_offers_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id),
  constraint request_offers_pkey PRIMARY KEY (id)
);
CREATE INDEX request_offers_request ON request_offers USING btree (request_id, id);
CREATE INDEX request_offers_seller ON request_offers USING btree (seller_id, id);
CREATE INDEX request_offers_seller_request ON request_offers USING btree (request_id, seller_id, id);
CREATE UNIQUE INDEX request_offers_accepted ON request_offers USING btree (request_id) WHERE (status = 'ACCEPTED'::text);
CREATE UNIQUE INDEX request_offers_pending ON request_offers USING btree (request_id, seller_id) WHERE (status = 'PENDING'::text);

create table request_views (
  request_id bigint not null,
  views bigint not null,
  constraint request_views_pkey PRIMARY KEY (request_id)
);

create table requests (
  id bigint not null generated always as identity,
  user_id bigint not null,
  title text not null,
  description text not null,
  budget numeric(28,2),
  metadata jsonb,
  status text not null default 'OPEN'::text,
  search tsvector not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint requests_budget_check CHECK ((budget > (0)::numeric)),
  constraint requests_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'FULFILLED'::text, 'CLOSED'::text, 'EXPIRED'::text, 'DELETED'::text]))),
  constraint requests_pkey PRIMARY KEY (id)
);
CREATE INDEX requests_newest ON requests USING btree (id) INCLUDE (user_id) WHERE (status <> 'DELETED'::text);
CREATE INDEX requests_open ON requests USING btree (expires_at) WHERE (status = 'OPEN'::text);
CREATE INDEX requests_status ON requests USING btree (status, id) INCLUDE (user_id, expires_at);
CREATE INDEX requests_user ON requests USING btree (user_id, id) WHERE (status <> 'DELETED'::text);
CREATE INDEX requests_user_status ON requests USING btree (user_id, status, id);
CREATE INDEX requests_words ON requests USING gin (((search || array_to_tsvector(ARRAY[('@'::text || status)])))) WHERE (status <> 'DELETED'::text);

create table review_votes (
  review_id bigint not null,
  user_id bigint not null,
  constraint review_votes_pkey PRIMARY KEY (review_id, user_id)
);

create table reviews (
  id bigint not null generated by default as identity,
  product_id bigint not null,
  seller_id bigint not null,
  user_id bigint not null,
  rating smallint not null,
  content text,
  helpful bigint not null default 0,
  created_at timestamp with time zone not null,
  constraint reviews_rating_check CHECK (((rating >= 1) AND (rating <= 5))),
  constraint reviews_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint reviews_pkey PRIMARY KEY (id),
  constraint reviews_once UNIQUE (product_id, user_id)
);
CREATE INDEX reviews_product ON reviews USING btree (product_id, id);
CREATE INDEX reviews_seller ON reviews USING btree (seller_id, id);

create table room_offers (
  id bigint not null,
  room_id bigint not null,
  maker_id bigint not null,
  product_id bigint not null,
  price_eur numeric not null,
  message text,
  status text not null default 'pending'::text,
  answer text,
  answered_by bigint,
  answered_at timestamp with time zone,
  order_id bigint,
  counter_offer_id bigint,
  created_at timestamp with time zone not null,
  price_btc numeric,
  by_rate boolean,
  constraint room_offers_check CHECK (((status = 'pending'::text) = (answered_at IS NULL))),
  constraint room_offers_check1 CHECK (((status = 'accepted'::text) = (order_id IS NOT NULL))),
  constraint room_offers_check2 CHECK (((status = 'countered'::text) = (counter_offer_id IS NOT NULL))),
  constraint room_offers_price_eur_check CHECK (((price_eur > (0)::numeric) AND (scale(price_eur) <= 2))),
  constraint room_offers_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES users(id),
  constraint room_offers_maker_id_fkey FOREIGN KEY (maker_id) REFERENCES users(id),
  constraint room_offers_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint room_offers_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id),
  constraint room_offers_room_id_fkey FOREIGN KEY (room_id) REFERENCES rooms(id),
  constraint room_offers_pkey PRIMARY KEY (id)
);

create table room_reads (
  room_id bigint not null,
  user_id bigint not null,
  up_to bigint not null,
  read_at timestamp with time zone not null,
  constraint room_reads_pkey PRIMARY KEY (room_id, user_id, up_to)
);

create table rooms (
  id bigint not null generated always as identity,
  buyer_id bigint not null,
  seller_id bigint not null,
  product_id bigint,
  request_id bigint,
  created_at timestamp with time zone not null,
  constraint rooms_check CHECK ((buyer_id <> seller_id)),
  constraint rooms_buyer_id_fkey FOREIGN KEY (buyer_id) REFERENCES users(id),
  constraint rooms_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id),
  constraint rooms_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id),
  constraint rooms_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES users(id),
  constraint rooms_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX rooms_of_two ON rooms USING btree (buyer_id, seller_id, COALESCE(product_id, (0)::bigint), COALESCE(request_id, (0)::bigint));

create table sellers (
  id bigint not null generated by default as identity,
  user_id bigint not null,
  store_name text not null,
  description text not null,
  category text not null,
  category_leads text[] not null,
  response_time text,
  is_verified boolean not null default false,
  rating_sum bigint not null default 0,
  review_count bigint not null default 0,
  rating numeric not null generated always as round(((rating_sum)::numeric / (GREATEST(review_count, (1)::bigint))::numeric), 1),
  total_sales bigint not null default 0,
  total_revenue numeric not null default 0,
  product_count bigint not null default 0,
  search tsvector not null,
  joined_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  looks text[],
  constraint sellers_product_count_check CHECK ((product_count >= 0)),
  constraint sellers_total_revenue_check CHECK ((total_revenue >= (0)::numeric)),
  constraint sellers_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint sellers_pkey PRIMARY KEY (id),
  constraint sellers_user_unique UNIQUE (user_id)
);
CREATE INDEX sellers_category ON sellers USING gin (category_leads);
CREATE INDEX sellers_products ON sellers USING btree (product_count, id);
CREATE INDEX sellers_rating ON sellers USING btree (rating, review_count, id);
CREATE INDEX sellers_revenue ON sellers USING btree (total_revenue, id);
CREATE INDEX sellers_reviews ON sellers USING btree (review_count, id);
CREATE INDEX sellers_sales ON sellers USING btree (total_sales, id);
CREATE INDEX sellers_search ON sellers USING gin (search);
CREATE INDEX sellers_verified ON sellers USING btree (rating, review_count, id) WHERE is_verified;
CREATE INDEX sellers_verified_looks ON sellers USING gin (looks) WHERE is_verified;
CREATE INDEX sellers_without_looks ON sellers USING btree (id) WHERE (is_verified AND (looks IS NULL));

create table sessions (
  id uuid not null,
  user_id bigint not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX sessions_expiry ON sessions USING btree (expires_at);
CREATE INDEX sessions_user ON sessions USING btree (user_id) WHERE (revoked_at IS NULL);

create table sign_in_addresses (
  user_id bigint not null,
  address text not null,
  used_at timestamp with time zone not null,
  constraint sign_in_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint sign_in_addresses_pkey PRIMARY KEY (user_id, address)
);
CREATE INDEX sign_in_addresses_used ON sign_in_addresses USING btree (used_at);

create table ticket_leads (
  ticket_id bigint not null,
  lead text not null,
  user_id bigint not null,
  status text not null,
  priority text not null,
  assignee_id bigint,
  constraint ticket_leads_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id),
  constraint ticket_leads_pkey PRIMARY KEY (ticket_id, lead)
);
CREATE INDEX ticket_leads_assignee ON ticket_leads USING btree (assignee_id, lead, status, ticket_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX ticket_leads_state ON ticket_leads USING btree (lead, status, priority, ticket_id);
CREATE INDEX ticket_leads_user ON ticket_leads USING btree (user_id, lead, status, ticket_id);

create table tickets (
  id bigint not null generated by default as identity,
  user_id bigint not null,
  subject text not null,
  content text not null,
  status text not null default 'OPEN'::text,
  priority text not null,
  category text not null,
  assignee_id bigint,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  resolved_at timestamp with time zone,
  constraint tickets_priority_check CHECK ((priority = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text, 'URGENT'::text]))),
  constraint tickets_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text, 'RESOLVED'::text, 'CLOSED'::text]))),
  constraint tickets_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES users(id),
  constraint tickets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint tickets_pkey PRIMARY KEY (id)
);
CREATE INDEX tickets_assignee ON tickets USING btree (assignee_id, status, id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX tickets_state ON tickets USING btree (status, priority, id);
CREATE INDEX tickets_user ON tickets USING btree (user_id, status, id);
CREATE INDEX tickets_user_newest ON tickets USING btree (user_id, id);

create table trades (
  id bigint not null generated always as identity,
  seller_id bigint not null,
  buyer_id bigint,
  asset text not null,
  amount numeric(40,20) not null,
  fee numeric(40,20) not null,
  status text not null default 'open'::text,
  hold_id bigint not null,
  dispute_reason text,
  disputed_by bigint,
  resolution text,
  resolved_by bigint,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint trades_amount_check CHECK ((amount > (0)::numeric)),
  constraint trades_check CHECK (((fee >= (0)::numeric) AND (fee < amount))),
  constraint trades_check1 CHECK ((buyer_id <> seller_id)),
  constraint trades_check2 CHECK (((buyer_id IS NOT NULL) OR (status = ANY (ARRAY['open'::text, 'cancelled'::text])))),
  constraint trades_status_check CHECK ((status = ANY (ARRAY['open'::text, 'in_progress'::text, 'completed'::text, 'cancelled'::text, 'disputed'::text]))),
  constraint trades_disputed_by_fkey FOREIGN KEY (disputed_by) REFERENCES users(id),
  constraint trades_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES users(id),
  constraint trades_pkey PRIMARY KEY (id)
);
CREATE INDEX trades_buyer ON trades USING btree (buyer_id, id) WHERE (buyer_id IS NOT NULL);
CREATE INDEX trades_open ON trades USING btree (id) WHERE (status = 'open'::text);
CREATE INDEX trades_running_buyer ON trades USING btree (buyer_id) WHERE (status = ANY (ARRAY['in_progress'::text, 'disputed'::text]));
CREATE INDEX trades_seller ON trades USING btree (seller_id, id);
CREATE INDEX trades_status_asset ON trades USING btree (status, asset, id);

create table two_factor (
  user_id bigint not null,
  secret bytea not null,
  created_at timestamp with time zone not null,
  enabled_at timestamp with time zone,
  last_step bigint not null default 0,
  constraint two_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint two_factor_pkey PRIMARY KEY (user_id)
);

create table user_blocks (
  user_id bigint not null,
  blocked_id bigint not null,
  created_at timestamp with time zone not null,
  marks jsonb,
  constraint user_blocks_pkey PRIMARY KEY (user_id, blocked_id)
);
CREATE INDEX user_blocks_newest ON user_blocks USING btree (user_id, created_at, blocked_id);

create table user_restrictions (
  user_id bigint not null,
  what text not null,
  constraint user_restrictions_what_check CHECK ((what = ANY (ARRAY['trade:btc'::text, 'trade:ltc'::text, 'trade:eth'::text, 'trade:bnb'::text, 'trade:usdt'::text, 'trade:trx'::text, 'withdraw'::text, 'deposit'::text, 'transfer'::text]))),
  constraint user_restrictions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint user_restrictions_pkey PRIMARY KEY (user_id, what)
);
CREATE INDEX user_restrictions_trade ON user_restrictions USING btree (user_id, what) WHERE (what ~~ 'trade:%'::text);

create table users (
  id bigint not null generated by default as identity,
  uuid uuid not null default gen_random_uuid(),
  username text not null,
  username_key text not null,
  email text,
  email_key text,
  password_hash text,
  fullname text,
  first_name text,
  last_name text,
  display_name text not null generated always as COALESCE(NULLIF(fullname, ''::text), NULLIF(btrim(((COALESCE(first_name, ''::text) || ' '::text) || COALESCE(last_name, ''::text))), ''::text), username),
  is_staff boolean not null default false,
  is_active boolean not null default true,
  last_login timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  looks text[],
  email_unverified boolean not null default false,
  avatar text,
  two_factor_enabled boolean not null default false,
  two_factor_releases boolean not null default false,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_username_unique UNIQUE (username_key),
  constraint users_uuid_key UNIQUE (uuid)
);
CREATE INDEX users_banned ON users USING btree (id) WHERE (NOT is_active);
CREATE INDEX users_email_claims ON users USING btree (email_key) WHERE email_unverified;
CREATE INDEX users_looks ON users USING gin (looks);
CREATE INDEX users_names ON users USING gin (lower(((((((((username || ' '::text) || COALESCE(email, ''::text)) || ' '::text) || display_name) || ' '::text) || COALESCE(first_name, ''::text)) || ' '::text) || COALESCE(last_name, ''::text))) extensions.gin_trgm_ops);
CREATE INDEX users_staff ON users USING btree (id) WHERE is_staff;
CREATE INDEX users_without_looks ON users USING btree (id) WHERE (looks IS NULL);
CREATE UNIQUE INDEX users_email_unique ON users USING btree (email_key) WHERE (NOT email_unverified);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON users FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('is never cleared');

create table wallet_transfers (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  asset text not null,
  amount numeric(40,20) not null,
  from_wallet text not null,
  to_wallet text not null,
  created_at timestamp with time zone not null,
  constraint wallet_transfers_amount_check CHECK ((amount > (0)::numeric)),
  constraint wallet_transfers_check CHECK ((to_wallet <> from_wallet)),
  constraint wallet_transfers_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint wallet_transfers_pkey PRIMARY KEY (id)
);
CREATE INDEX wallet_transfers_asset ON wallet_transfers USING btree (asset, created_at, id);
CREATE INDEX wallet_transfers_newest ON wallet_transfers USING btree (created_at, id);
CREATE INDEX wallet_transfers_user ON wallet_transfers USING btree (user_id, created_at, id);

create table webhook_deliveries (
  endpoint_id bigint not null,
  id bigint not null generated always as identity,
  message_id uuid not null default gen_random_uuid(),
  seq bigint,
  event text not null,
  body text not null,
  status text not null default 'pending'::text,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone,
  give_up_at timestamp with time zone not null,
  request_url text,
  response_status integer,
  response_body text,
  error text,
  duration_ms integer,
  attempted_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint webhook_deliveries_check CHECK (((status = 'pending'::text) = (next_attempt_at IS NOT NULL))),
  constraint webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text]))),
  constraint webhook_deliveries_pkey PRIMARY KEY (endpoint_id, id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries USING btree (endpoint_id, next_attempt_at, id) WHERE (status = 'pending'::text);
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries USING btree (created_at) WHERE (status <> 'pending'::text);
CREATE INDEX webhook_deliveries_failed ON webhook_deliveries USING btree (endpoint_id, created_at, id) WHERE (status = 'failed'::text);
CREATE INDEX webhook_deliveries_since ON webhook_deliveries USING btree (endpoint_id, created_at, id);

create table webhook_endpoints (
  id bigint not null generated by default as identity,
  user_id bigint not null,
  url text not null,
  events text[] not null,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamp with time zone,
  off_reason text,
  failing_since timestamp with time zone,
  after_seq bigint not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint webhook_endpoints_check CHECK (((previous_secret IS NULL) = (previous_until IS NULL))),
  constraint webhook_endpoints_off_reason_check CHECK ((off_reason = ANY (ARRAY['owner'::text, 'gone'::text, 'failing'::text]))),
  constraint webhook_endpoints_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint webhook_endpoints_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_endpoints_deleted ON webhook_endpoints USING btree (id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX webhook_endpoints_user ON webhook_endpoints USING btree (user_id, id) WHERE (deleted_at IS NULL);

create table webhook_followers (
  user_id bigint not null,
  seq bigint,
  asked integer not null default 0,
  asked_since timestamp with time zone,
  constraint webhook_followers_pkey PRIMARY KEY (user_id)
);

create table webhook_lines (
  user_id bigint not null,
  slow boolean not null,
  due_at timestamp with time zone,
  constraint webhook_lines_pkey PRIMARY KEY (user_id, slow)
);
CREATE INDEX webhook_lines_due ON webhook_lines USING btree (slow, due_at) WHERE (due_at IS NOT NULL);

create table webhook_queues (
  endpoint_id bigint not null,
  user_id bigint not null,
  due_at timestamp with time zone,
  leased_until timestamp with time zone,
  slow boolean not null default true,
  rests_until timestamp with time zone,
  constraint webhook_queues_pkey PRIMARY KEY (endpoint_id)
);
CREATE INDEX webhook_queues_user ON webhook_queues USING btree (user_id);

create table withdrawals (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  asset text not null,
  amount numeric(40,20) not null,
  address text not null,
  status text not null default 'pending'::text,
  hold_id bigint not null,
  approvals_needed smallint not null,
  approvers bigint[] not null default '{}'::bigint[],
  decided_by bigint,
  transaction_id text,
  reason text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  address_key text not null,
  constraint withdrawals_amount_check CHECK ((amount > (0)::numeric)),
  constraint withdrawals_approvals_needed_check CHECK ((approvals_needed = ANY (ARRAY[1, 2]))),
  constraint withdrawals_check CHECK ((user_id <> ALL (approvers))),
  constraint withdrawals_check1 CHECK (((status <> 'approved'::text) OR (cardinality(approvers) = approvals_needed))),
  constraint withdrawals_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'cancelled'::text]))),
  constraint withdrawals_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users(id),
  constraint withdrawals_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES ledger.holds(id),
  constraint withdrawals_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint withdrawals_pkey PRIMARY KEY (id),
  constraint withdrawals_hold_id_key UNIQUE (hold_id)
);
CREATE INDEX withdrawals_newest ON withdrawals USING btree (created_at, id);
CREATE INDEX withdrawals_status ON withdrawals USING btree (status, asset, created_at, id);
CREATE INDEX withdrawals_sum_address ON withdrawals USING btree (asset, address_key, updated_at) WHERE (status = 'approved'::text);
CREATE INDEX withdrawals_sum_user ON withdrawals USING btree (asset, user_id, updated_at) WHERE (status = 'approved'::text);
CREATE INDEX withdrawals_user ON withdrawals USING btree (user_id, created_at, id);
CREATE INDEX withdrawals_waiting_address ON withdrawals USING btree (asset, address_key) WHERE (status = 'pending'::text);
CREATE INDEX withdrawals_waiting_user ON withdrawals USING btree (asset, user_id) WHERE (status = 'pending'::text);

view deposit_view (id, userId, currency, amount, status, address, fromAddress, transactionId, reason, createdAt, updatedAt)
view direct_thread_view (id, user_one, user_two, createdAt, userOne, userTwo)
view dispute_entry_view (id, offerId, kind, authorId, authorName, body, createdAt)
view dispute_view (offerId, status, openedBy, openedByName, reason, answerBy, answeredAt, escalatedAt, assignedTo, assignedToName, outcome, note, resolvedAt, createdAt)
view escrow_in_order (id, order_id, shown)
view escrow_shown (id, shown)
view message_report_view (id, messageId, reason, status, createdAt, reporter_id)
view message_view (id, conversation, senderId, senderName, senderUsername, avatar, type, message, data, clientId, isDeleted, createdAt)
view notification_view (user_id, id, type, title, message, data, createdAt, is_read)
view offer_view (id, createdAt, currencyAmount, status, fiatAmount, hasIndicatedPaid, ad, user, adType, cryptoCurrency, fiatCurrency, paymentMethod, pricePerUnit, fee, makerId, sellerId, sellerName, buyerId, buyerName, sellerUsername, buyerUsername, bankAccountName, bankAccountNumber, bankName, expiresAt, paidAt, releasedAt, disputeReason, resolution, updatedAt)
view open_market_view (crypto_currency, fiat_currency, ad_type)
view opened_room_view (id, buyerId, sellerId, productId, requestId, lastMessageAt, unreadCountBuyer, unreadCountSeller)
view order_item_shown (order_id, id, shown)
view order_part_shown (order_id, seller_id, fee_btc, shown)
view order_shown (id, shown)
view participant_shown (escrow_id, id, shown)
view product_view (id, sellerId, ownerId, name, description, priceBtc, priceEur, category, images, tags, inStock, stockQuantity, deliveryTime, digitalProduct, downloadUrl, specifications, isShown, isActive, rating, reviewCount, viewCount, salesCount, createdAt, updatedAt, storeName, sellerDescription, sellerRating, sellerReviewCount, totalSales, totalRevenue, responseTime, isVerified, username, avatar, seenAt)
view profile_view (id, uuid, email, emailVerified, lastLogin, isStaff, isActive, twoFactorEnabled, fullname, displayName, createdAt, updatedAt, positive, negative)
view request_offer_view (id, requestId, askerId, sellerId, seller, productId, product, price, message, status, openUntil, createdAt, updatedAt)
view request_view (id, userId, user, title, description, budget, status, views, offerCount, metadata, isShown, expiresAt, createdAt, updatedAt)
view review_view (id, productId, sellerId, rating, content, helpful, createdAt, username, avatar)
view room_offer_view (id, room_id, productId, price, status, message, answer, orderId, counterOfferId)
view seller_view (id, userId, storeName, description, category, rating, reviewCount, totalSales, totalRevenue, responseTime, joinedAt, updatedAt, products, isVerified, username, avatar, seenAt)
view staff_report_view (id, messageId, reason, status, createdAt, message, reporter, reported, note, resolvedBy, resolvedAt, file)
view ticket_view (id, userId, subject, content, status, priority, category, createdAt, updatedAt, resolvedAt, user, assigneeId)
view trade_view (id, asset, amount, fee, status, sellerId, sellerName, sellerUsername, buyerUsername, buyerId, buyerName, disputeReason, resolution, createdAt, updatedAt)
view transactions (id, user_id, asset, amount, type, status, created_at)
view user_brief_view (user_id, brief)
view withdrawal_view (id, userId, currency, amount, status, address, transactionId, reason, approvals, approvalsNeeded, createdAt, updatedAt)

function about_room(p_ctx call_context, r rooms) returns jsonb
function about_ticket(t tickets, p_sender bigint, p_session text) returns jsonb
function acting(p_ctx call_context) returns call_context
function acting_users(p_users bigint[]) returns bigint[]
function ad_json(a ads, p_rates jsonb) returns jsonb
function ad_least(a ads, p_price numeric) returns numeric
function ad_most(a ads, p_price numeric) returns numeric
function ad_price(a ads, p_rates jsonb) returns numeric
function ad_role(p_ctx call_context, a ads) returns text
function ad_with_owner(a ads, p_rates jsonb) returns jsonb
function add_dispute_entry(p_ctx call_context, p_offer bigint, p_kind text, p_body text, OUT outcome text, OUT entry jsonb, OUT streams text[])
function add_offer_message(p_ctx call_context, o offers, p_sender bigint, p_body text) returns jsonb
function add_ticket_message(p_ctx call_context, t tickets, p_body text, p_session text) returns jsonb
function ads_cap(p_user bigint, p_caps jsonb) returns text
function amend_events(p_places jsonb, p_changes jsonb) returns void
function announce_deposit(p_ctx call_context, p_asset text, p_amount numeric, p_address text, p_from_address text, p_transaction text, OUT outcome text, OUT deposit jsonb, OUT streams text[])
function answer_offer(p_ctx call_context, p_offer bigint, p_action text, p_when text[], p_to text[], p_words text, p_price numeric, p_eur_rate numeric, p_fee_percent numeric, p_caps jsonb, p_writer jsonb, OUT outcome text, OUT detail text, OUT role text, OUT side text, OUT status text, OUT answer jsonb, OUT counter_offer jsonb, OUT is_repeated boolean, OUT streams text[])
function ask_webhooks(p_ctx call_context, p_most integer, OUT outcome text, OUT seconds integer)
function assign_dispute(p_ctx call_context, p_offer bigint, p_user text, OUT outcome text, OUT dispute jsonb)
function at_places(p_places bigint[], p_messages jsonb[], p_many integer) returns jsonb
function attach_file(p_ctx call_context, p_id uuid, p_conversation text, p_message bigint) returns void
function attachment_shown(a attachments) returns jsonb
function audit_deposit(p_ctx call_context, d deposits, p_action text) returns void
function audit_withdrawal(p_ctx call_context, w withdrawals, p_action text) returns void
function avatar_of(p_user users) returns text
function begin_attachment(p_ctx call_context, p_bytes bigint, p_most_bytes bigint, p_most_coming integer, p_since timestamp with time zone, OUT outcome text, OUT id uuid)
function by_system(p_ctx call_context) returns call_context
function cancel_parts(p_ctx call_context, o orders, p_action text) returns void
function cap_of(p_user bigint, p_caps jsonb) returns integer
function change_escrow(p_ctx call_context, p_escrow bigint, p_to text) returns void
function change_members(p_conversation text, p_members bigint[], p_sender bigint, p_id bigint) returns void
function change_offer(p_ctx call_context, p_offer bigint, p_event text, p_to text) returns offers
function change_order(p_ctx call_context, o orders, p_action text, p_hash text, p_to text) returns text[]
function change_part(p_ctx call_context, o orders, p_action text) returns void
function change_restrictions(p_user bigint, p_give text[], p_take text[]) returns void
function change_ticket(p_ctx call_context, p_ticket bigint, p_status text, p_priority text, p_assigns boolean, p_assignee bigint, p_when text[], p_to text[], p_edits text[], OUT outcome text, OUT ticket jsonb, OUT status text, OUT role text, OUT streams text[])
function change_trade(p_ctx call_context, p_trade bigint, p_event text, p_note text, p_to text) returns trades
function change_user_settings(p_ctx call_context, p_user text, p_active boolean, p_give text[], p_take text[], p_details jsonb, OUT outcome text, OUT streams text[])
function chat_user(u users) returns jsonb
function claim_attachment(p_ctx call_context, p_id uuid) returns jsonb
function claim_mail(p_ctx call_context, p_mail bigint, p_capped boolean, OUT claimed bigint[])
function complete_ad(p_ctx call_context, a ads) returns void
function complete_order(p_ctx call_context, p_order bigint) returns void
function count_code(p_ctx call_context, p_escrow bigint, OUT outcome text, OUT role text, OUT code_hash text)
function count_message(p_conversation text, p_members bigint[], p_sender bigint, p_id bigint) returns void
function count_messages(p_entries message_entry[], p_ids bigint[]) returns void
function count_order(p_ctx call_context, p_order bigint, p_eur_rate numeric, OUT counted boolean)
function count_rating(p_user bigint, p_positive boolean) returns void
function counts_today(o offers, r ratings, p_rates jsonb, p_minimum numeric, p_day date) returns boolean
function create_ad(p_ctx call_context, p_fields jsonb, p_rates jsonb, p_caps jsonb, OUT outcome text, OUT detail text, OUT ad jsonb, OUT streams text[])
function create_escrow(p_ctx call_context, p_order bigint, p_code text, OUT outcome text, OUT escrow jsonb, OUT streams text[])
function create_offer(p_ctx call_context, p_fields jsonb, p_rates jsonb, p_fee_percent numeric, p_caps jsonb, OUT outcome text, OUT detail text, OUT terms jsonb, OUT offer jsonb, OUT streams text[])
function create_order(p_ctx call_context, p_items jsonb, p_eur_rate numeric, p_fee_percent numeric, p_caps jsonb, OUT outcome text, OUT detail text, OUT "order" jsonb, OUT streams text[])
function create_request_offer(p_ctx call_context, p_request bigint, p_price numeric, p_message text, p_product bigint, p_most integer, p_most_each integer, OUT outcome text, OUT status text, OUT offer bigint, OUT streams text[])
function create_trade(p_ctx call_context, p_asset text, p_amount numeric, p_fee_percent numeric, OUT outcome text, OUT trade jsonb, OUT streams text[])
function credit_deposit(p_ctx call_context, p_deposit uuid, p_user bigint, p_asset text, p_amount numeric, p_transaction text, p_two_above jsonb, p_when text[], p_to text[], OUT outcome text, OUT deposit jsonb, OUT streams text[])
function credit_needs_two(p_ctx call_context, d deposits, p_amount numeric, p_key text, p_above numeric) returns boolean
function deal_refusal(p_user bigint, p_asset text, p_amount numeric) returns text
function deposit_streams(d deposits) returns text[]
function deposit_to_credit(p_ctx call_context, p_deposit uuid, p_user bigint, p_asset text, p_amount numeric, p_transaction text) returns deposits
function direct_thread(p_conversation text) returns bigint
function discard_attachment(p_ctx call_context, p_id uuid, OUT outcome text)
function dispute_escrow(p_ctx call_context, e escrows, p_reason text) returns void
function drop_attachment(p_ctx call_context, p_id uuid, OUT dropped boolean)
function drop_webhook_deliveries(p_ctx call_context, p_endpoint bigint, p_error text, p_most integer) returns void
function empty_message(p_ctx call_context, p_conversation text, p_message bigint, p_streams text[], p_event text, p_about jsonb, OUT outcome text, OUT message jsonb, OUT streams text[])
function end_ad(p_ctx call_context, a ads, p_status text, p_event text) returns ads
function enqueue_job(p_ctx call_context, p_queue text, p_data jsonb, p_due timestamp with time zone) returns void
function enqueue_mail(p_ctx call_context, p_recipient bigint, p_template text, p_data jsonb) returns void
function escalate_dispute(p_ctx call_context, p_offer bigint, OUT outcome text, OUT streams text[])
function escrow_event(p_escrow bigint, p_order bigint, p_status text, p_text text) returns jsonb
function escrow_json(p_escrow bigint) returns jsonb
function escrow_news(p_action text, p_status text) returns text
function escrow_obstacle(p_user bigint, p_order bigint) returns text
function escrow_role(p_ctx call_context, e escrows) returns text
function escrow_seen_by(p_user bigint, p_escrow jsonb) returns jsonb
function fee_left(p order_parts) returns numeric
function fiat_decimals(p_fiat text) returns integer
function fill_order(o orders, p_items jsonb, p_eur_rate numeric, p_fee_percent numeric) returns void
function find_user(p_ref text) returns bigint
function follow_for_webhooks(p_user bigint) returns bigint
function follow_stream(p_stream text, p_followed boolean) returns bigint
function forget_second_factor(p_user bigint) returns void
function format_amount(p_amount numeric) returns text
function found_room(p_buyer bigint, p_seller bigint, p_product bigint, p_request bigint) returns bigint
function fund_escrow(p_ctx call_context, o orders) returns bigint
function fund_order(p_ctx call_context, o orders) returns boolean
function has_bought(p_user bigint, p_product bigint) returns boolean
function has_completed(p_user bigint, p_product bigint) returns boolean
function has_members(p_conversation text, p_members bigint[]) returns boolean
function heads_of(p_streams text[]) returns jsonb
function hold_attachment_of(p_conversation text, p_message bigint) returns uuid
function hold_room(r rooms) returns void
function hold_stream(p_stream text) returns void
function hold_streams(p_streams text[]) returns void
function hold_users(p_users bigint[]) returns text[]
function is_answered_so(o room_offers, p_user bigint, p_to text[], p_price numeric) returns boolean
function is_confirmed(p_ctx call_context, p_action text, p_subject text, p_details jsonb) returns boolean
function is_done_selling(p_ctx call_context, p_order bigint) returns boolean
function is_dust(a ads, p_amount numeric, p_price numeric) returns boolean
function is_earned(p order_parts) returns boolean
function is_out_of_trading(p_user bigint, p_asset text) returns boolean
function is_restricted(p_user bigint, p_what text) returns boolean
function is_told_enough(p_ctx call_context, p_user bigint, p_type text) returns boolean
function item_price(p_item jsonb, p products, p_eur_rate numeric, OUT btc numeric, OUT eur numeric)
function item_refusal(p_buyer bigint, p products, p_quantity integer, OUT outcome text, OUT detail text)
function keep_attachment(p_ctx call_context, p_id uuid, p_name text, p_type text, p_bytes bigint, p_sha256 text, p_most_bytes bigint, OUT outcome text, OUT attachment jsonb)
function keep_webhook_queues(p_ctx call_context, p_endpoints bigint[], p_until timestamp with time zone) returns void
function leave_webhook_queue(p_ctx call_context, p_endpoint bigint, p_slow boolean) returns void
function ledger.account_id(p_owner bigint, p_kind text, p_asset text) returns bigint
function ledger.check_amount(p_asset text, p_amount numeric) returns void
function ledger.check_hold() returns trigger
function ledger.check_transfer() returns trigger
function ledger.enable_asset(p_asset text, p_enabled boolean) returns boolean
function ledger.hold(p_owner bigint, p_kind text, p_asset text, p_amount numeric, p_reference text, p_at timestamp with time zone) returns bigint
function ledger.lock_wallets(p_owners bigint[], p_kind text, p_asset text) returns void
function ledger.post(p_hold bigint, p_credits ledger.credit[], p_reason text, p_at timestamp with time zone) returns void
function ledger.refuse_change() returns trigger
function ledger.refuse_removal() returns trigger
function ledger.regroup(p_holds bigint[], p_amounts numeric[], p_references text[], p_at timestamp with time zone) returns bigint[]
function ledger.settle(p_hold bigint, p_status text, p_at timestamp with time zone) returns ledger.holds
function ledger.transfer(p_from bigint, p_from_kind text, p_to bigint, p_to_kind text, p_asset text, p_amount numeric, p_reason text, p_reference text, p_at timestamp with time zone) returns boolean
function ledger.void(p_hold bigint, p_at timestamp with time zone) returns void
function let_go_of_attachment(p_id uuid) returns void
function make_offer(p_ctx call_context, r rooms, p products, p_price numeric, p_words text, p_eur_rate numeric, p_client_id text, p_writer jsonb, OUT message jsonb, OUT streams text[], OUT is_new boolean)
function mark_helpful(p_ctx call_context, p_review bigint, OUT outcome text)
function mark_messages(p_ctx call_context, p_conversation text, p_up_to bigint, p_read boolean, p_streams text[], p_event text, p_about jsonb, OUT changed boolean, OUT read_up_to bigint, OUT delivered_up_to bigint, OUT unread bigint, OUT streams text[])
function may_open_request(p_ctx call_context, p_most integer, OUT allowed boolean)
function may_see_attachment(a attachments, p_user bigint) returns boolean
function may_wait(o orders, p_hash text) returns boolean
function message_context(p_conversation text, p_message bigint) returns jsonb
function message_known_as(p_conversation text, p_sender bigint, p_client_id text) returns jsonb
function money_refusal(p_user bigint, p_asset text, p_what text) returns text
function money_role(p_ctx call_context, p_owner bigint) returns text
function move_delivered(p_conversations text[], p_users bigint[], p_up_to bigint[], OUT unread bigint[])
function move_ticket(p_ctx call_context, p_ticket bigint, p_to text) returns tickets
function moved_mark(m conversation_members, p_up_to bigint, p_read boolean) returns conversation_members
function new_message(p_id bigint, p_sender users, p_type text, p_body text, p_client_id text, p_at timestamp with time zone) returns jsonb
function new_message_ids(p_entries message_entry[]) returns bigint[]
function next_webhook_round(p_ctx call_context, p_endpoint bigint, p_most integer, p_until timestamp with time zone, OUT endpoint jsonb, OUT due jsonb)
function note_arrivals(p_ctx call_context, p_arrivals jsonb, OUT streams text[])
function note_resolution(p_ctx call_context, e escrows, p_action text, p_note text, p_seller_btc numeric, p_left numeric) returns void
function note_ticket_state(t tickets) returns void
function notification_kind(p_type text) returns text
function notify(p_ctx call_context, p_user bigint, p_type text, p_title text, p_message text, p_data jsonb) returns void
function notify_offer(p_ctx call_context, o offers, p_event text, p_by text, p_offer jsonb) returns void
function notify_owner(p_ctx call_context, p_owner bigint, p_event text, p_amount text, p_data jsonb) returns void
function notify_ticket(p_ctx call_context, t tickets, p_user bigint, p_what text, p_said text) returns void
function notify_trade(p_ctx call_context, t trades, p_event text, p_trade jsonb) returns void
function numbered(p_entries message_entry[], p_ids bigint[])
function offer_answer(p_offer bigint) returns jsonb
function offer_refusal(a ads, o offers, p_at timestamp with time zone, OUT outcome text, OUT detail text)
function offer_role(p_ctx call_context, a ads, o offers) returns text
function offer_status(o room_offers, p products, p_seller bigint) returns text
function offer_streams(o offers) returns text[]
function offers_cap(p_user bigint, p_caps jsonb) returns text
function open_conversation(p_conversation text, p_members bigint[]) returns void
function open_escrow(p_ctx call_context, o orders, p_status text, p_code text) returns bigint
function open_room(p_ctx call_context, p_buyer bigint, p_seller bigint, p_product bigint, p_request bigint, OUT outcome text, OUT room jsonb, OUT is_new boolean)
function open_ticket(p_ctx call_context, p_subject text, p_content text, p_priority text, p_category text, p_leads text[], p_session text DEFAULT NULL::text, OUT ticket jsonb, OUT streams text[])
function order_json(p_order bigint) returns jsonb
function order_news(p_action text, p_from text, p_to text) returns text
function order_obstacle(p_ctx call_context, o orders, p_action text, p_hash text) returns text
function order_offered(p_ctx call_context, r rooms, p products, p_price numeric, p_eur_rate numeric, p_fee_percent numeric, p_caps jsonb, OUT outcome text, OUT detail text, OUT "order" jsonb, OUT streams text[])
function order_role(p_ctx call_context, o orders) returns text
function order_seen_by(p_user bigint, p_order jsonb) returns jsonb
function order_sides(p_order bigint, p_sellers bigint[] DEFAULT NULL::bigint[]) returns bigint[]
function orders_cap(p_user bigint, p_caps jsonb) returns text
function other_side(r rooms, p_user bigint) returns bigint
function outgoing(p_ctx call_context, p_asset text, p_address_key text) returns numeric
function outputs_of(p_key text) returns text[]
function pair_key(p_one bigint, p_two bigint) returns bigint
function part_fee(p order_parts, p_seller_btc numeric) returns numeric
function part_of_escrow(p_user bigint, p_escrow jsonb, p_btc text, p_eur text) returns jsonb
function payment_refusal(p_method text, p_fiat text, p_fiat_amount numeric) returns text
function place_order(p_ctx call_context, p_buyer bigint, p_items jsonb, p_eur_rate numeric, p_fee_percent numeric, p_caps jsonb, OUT outcome text, OUT detail text, OUT "order" jsonb, OUT streams text[])
function post_direct_message(p_ctx call_context, p_uid text, p_body text, p_client_id text, p_attachment uuid, OUT outcome text, OUT message jsonb, OUT is_new boolean, OUT streams text[])
function post_direct_messages(p_ctx call_context, p_senders bigint[], p_uids text[], p_bodies text[], p_client_ids text[], OUT messages jsonb, OUT streams text[])
function post_in_room(p_ctx call_context, r rooms, p_body text, p_type text, p_data jsonb, p_client_id text, p_writer jsonb, p_offer jsonb DEFAULT '{}'::jsonb, OUT message jsonb, OUT streams text[], OUT is_new boolean)
function post_message(p_ctx call_context, p_conversation text, p_members bigint[], p_streams text[], p_about jsonb, p_sender bigint, p_event text, p_body text, p_type text DEFAULT 'text'::text, p_data jsonb DEFAULT NULL::jsonb, p_client_id text DEFAULT NULL::text, p_is_kept boolean DEFAULT false, OUT message jsonb, OUT streams text[], OUT is_new boolean)
function post_messages(p_ctx call_context, p_event text, p_entries message_entry[], p_is_kept boolean DEFAULT false, OUT messages jsonb[], OUT streams text[], OUT places jsonb[])
function post_offer_message(p_ctx call_context, p_offer bigint, p_body text, OUT outcome text, OUT message jsonb, OUT streams text[])
function post_room_message(p_ctx call_context, p_room bigint, p_body text, p_type text, p_data jsonb, p_product bigint, p_eur_rate numeric, p_client_id text, p_writer jsonb, OUT outcome text, OUT message jsonb, OUT is_new boolean, OUT streams text[])
function post_room_offer(p_ctx call_context, p_room bigint, p_product bigint, p_price numeric, p_words text, p_eur_rate numeric, p_client_id text, p_writer jsonb, OUT outcome text, OUT message jsonb, OUT is_new boolean, OUT streams text[])
function post_ticket_message(p_ctx call_context, p_ticket bigint, p_body text, p_when text[], p_to text[], p_session text DEFAULT NULL::text, OUT outcome text, OUT message jsonb, OUT status text, OUT role text, OUT streams text[])
function post_ticket_messages(p_ctx call_context, p_tickets bigint[], p_senders bigint[], p_are_staff boolean[], p_addresses text[], p_sessions text[], p_bodies text[], p_when text[], p_to text[], OUT messages jsonb, OUT streams text[])
function post_trade_message(p_ctx call_context, p_trade bigint, p_body text, OUT outcome text, OUT message jsonb, OUT streams text[])
function post_trade_messages(p_ctx call_context, p_trade bigint, p_senders bigint[], p_are_staff boolean[], p_bodies text[], OUT messages jsonb, OUT streams text[])
function price_in_btc(p products, p_price_eur numeric, p_eur_rate numeric) returns numeric
function price_in_eur(p products, p_eur_rate numeric) returns numeric
function price_refusal(p products, p_price_eur numeric, p_eur_rate numeric) returns text
function product_snapshot(p products, p_eur_rate numeric) returns jsonb
function prove(p_users bigint[]) returns void
function put_in_outbox(p_stream text, p_places jsonb[]) returns void
function rate_offer(p_ctx call_context, p_offer bigint, p_positive boolean, p_comment text, p_rates jsonb, p_minimum numeric, OUT outcome text, OUT rating jsonb)
function read_notifications(p_ctx call_context, p_ids bigint[], OUT updated bigint, OUT unread bigint)
function read_room(p_ctx call_context, p_room bigint, p_up_to bigint, OUT outcome text, OUT read_up_to bigint, OUT unread bigint, OUT streams text[])
function record_ad_event(p_ctx call_context, a ads, p_type text) returns text[]
function record_answer(p_ctx call_context, r rooms, o room_offers, p_words text, p_writer jsonb) returns text[]
function record_audit(p_ctx call_context, p_action text, p_subject text, p_details jsonb) returns void
function record_deposit_event(p_ctx call_context, d deposits, p_event text) returns jsonb
function record_escrow_event(p_ctx call_context, p_escrow bigint, p_type text, p_action text, p_sellers bigint[]) returns text[]
function record_event(p_ctx call_context, p_streams text[], p_type text, p_data jsonb) returns text[]
function record_events(p_ctx call_context, p_type text, p_entries event_entry[], OUT places jsonb[])
function record_heartbeat(p_ctx call_context, OUT since timestamp with time zone)
function record_offer_event(p_ctx call_context, p_offer bigint, p_type text, p_mail text) returns jsonb
function record_order_event(p_ctx call_context, p_before orders, p_action text, p_escrow text) returns text[]
function record_payout(p_ctx call_context, p_withdrawal uuid, p_transaction text, OUT withdrawal jsonb, OUT streams text[])
function record_ticket_event(p_ctx call_context, t tickets, p_event text) returns jsonb
function record_webhook_tries(p_ctx call_context, p_endpoint bigint, p_tries jsonb, p_arrived boolean, p_gone boolean, p_patience interval, OUT streams text[])
function record_withdrawal_event(p_ctx call_context, w withdrawals, p_event text) returns jsonb
function redeliver_webhooks(p_ctx call_context, p_endpoint bigint, p_id bigint, p_since timestamp with time zone, p_failed boolean, p_most integer, p_give_up timestamp with time zone, OUT redelivering integer, OUT until timestamp with time zone)
function refuse_change() returns trigger
function refused_deposit(p_ctx call_context, d deposits) returns jsonb
function reject_deposit(p_ctx call_context, p_deposit uuid, p_reason text, p_when text[], p_to text[], OUT outcome text, OUT deposit jsonb, OUT streams text[])
function reject_waiting_offers(p_ctx call_context, p_request bigint, p_except bigint) returns bigint[]
function relay_outbox(p_ctx call_context, p_most integer, OUT relayed integer, OUT streams text[])
function releasable(p_ctx call_context, o orders) returns bigint[]
function remove_attachment(a attachments) returns void
function remove_attachment_of(p_ctx call_context, p_conversation text, p_message bigint) returns void
function remove_notifications(p_ctx call_context, p_read timestamp with time zone, p_unread timestamp with time zone, p_most integer, OUT removed bigint)
function remove_webhook_deliveries(p_ctx call_context, p_before timestamp with time zone, p_most integer, OUT removed bigint)
function report_message(p_ctx call_context, p_message bigint, p_reason text, OUT outcome text, OUT report jsonb)
function request_person(u users) returns jsonb
function request_role(p_ctx call_context, r requests) returns text
function request_status(r requests, p_at timestamp with time zone) returns text
function request_withdrawal(p_ctx call_context, p_asset text, p_amount numeric, p_address text, p_address_key text, p_two_above numeric, OUT outcome text, OUT withdrawal jsonb, OUT streams text[])
function reserve_ad(p_ctx call_context, a ads, o offers) returns bigint
function reset_two_factor(p_ctx call_context, p_user text, OUT outcome text, OUT streams text[])
function resolve_report(p_ctx call_context, p_report bigint, p_outcome text, p_note text, OUT outcome text, OUT report jsonb)
function rest_from_webhooks(p_ctx call_context, p_user bigint) returns void
function return_stock(p_order bigint, p_sellers bigint[]) returns void
function review_product(p_ctx call_context, p_product bigint, p_rating integer, p_content text, OUT outcome text, OUT review bigint)
function room_for(p_ctx call_context, p_room bigint) returns rooms
function room_of(p_conversation text) returns bigint
function room_of_message(p_ctx call_context, p_message bigint) returns rooms
function room_product(p products, p_eur_rate numeric) returns jsonb
function room_refusal(p_ctx call_context, r rooms) returns text
function room_request(p_request bigint) returns jsonb
function room_streams(r rooms) returns text[]
function room_user(u users) returns jsonb
function schedule_ad_expiry(p_ctx call_context, a ads) returns void
function schedule_escalation(p_ctx call_context, p_offer bigint) returns void
function schedule_offer_expiry(p_ctx call_context, o offers) returns void
function schedule_order_expiry(p_ctx call_context, p_order bigint, p_expires_at timestamp with time zone) returns void
function schedule_request_expiry(p_ctx call_context, p_request bigint, p_expires_at timestamp with time zone, OUT scheduled boolean)
function send_email_code(p_ctx call_context, p_user bigint, p_code text, OUT outcome text)
function set_block(p_ctx call_context, p_uid text, p_blocks boolean, OUT outcome text)
function set_limit(p_ctx call_context, p_asset text, p_user bigint, p_method text, p_fiat text, p_maximum numeric, OUT maximum text, OUT waits boolean)
function set_reaction(p_ctx call_context, p_message bigint, p_type text, p_is_set boolean, p_writer jsonb, OUT outcome text, OUT streams text[])
function set_user_active(p_ctx call_context, p_user bigint, p_active boolean) returns text[]
function settle_escrow(p_ctx call_context, o orders, e escrows, p_action text, p_note text, p_sellers bigint[], p_seller_btc numeric, p_left numeric) returns void
function settle_grown_stream(p_ctx call_context, p_stream text, p_head bigint) returns void
function settle_offer(p_ctx call_context, a ads, o offers, p_escrow text, p_event text) returns void
function settle_part(p_ctx call_context, p order_parts, p_seller_btc numeric, p_reason text) returns void
function settle_trade(t trades, p_escrow text, p_event text, p_at timestamp with time zone) returns void
function settle_withdrawal(p_ctx call_context, w withdrawals, p_hold text, p_event text) returns void
function share_pair(p_one bigint, p_two bigint) returns void
function shown_price(p_price numeric) returns text
function status_of_parts(o orders) returns text
function sweep_attachments(p_ctx call_context, p_coming_before timestamp with time zone, p_loose_before timestamp with time zone, p_most integer, OUT ids uuid[])
function switch_coin(p_ctx call_context, p_asset text, p_enabled boolean, OUT known boolean)
function switch_webhook_off(p_ctx call_context, p_endpoint bigint, p_reason text, OUT streams text[])
function sync_dispute(p_ctx call_context, o offers, p_from text, p_event text, p_note text) returns void
function sync_escrow(p_ctx call_context, p_order bigint, p_status text) returns text
function take_webhook_queues(p_ctx call_context, p_slow boolean, p_most integer, p_each integer, p_until timestamp with time zone, OUT taken jsonb)
function takes_cap(p_user bigint, p_caps jsonb) returns text
function takes_two(p_ctx call_context, p_user bigint) returns boolean
function tell_of_offer(p_ctx call_context, r rooms, p_what text, p_title text, p_words text, p_offer bigint) returns text
function tell_of_request(p_ctx call_context, p_users bigint[], p_type text, p_text text, p_data jsonb) returns void
function tell_of_ticket(p_ctx call_context, was tickets, t tickets, p_role text) returns void
function tell_of_ticket_message(p_ctx call_context, t tickets, p_message jsonb, p_status text) returns void
function tell_sides(p_ctx call_context, p_sides bigint[], p_type text, p_text text, p_data jsonb) returns void
function tell_staff(t tickets) returns void
function tell_webhook_test(p_ctx call_context, p_endpoint bigint, p_event text, p_body text, p_give_up timestamp with time zone, OUT id bigint)
function tell_webhooks(p_ctx call_context, p_user bigint, p_from bigint, p_to bigint, p_told jsonb, p_give_up timestamp with time zone) returns void
function threads_between(p_users bigint[], p_uids text[]) returns bigint[]
function ticket_members(t tickets) returns bigint[]
function ticket_role(p_ctx call_context, t tickets) returns text
function ticket_streams(t tickets) returns text[]
function trade_role(p_ctx call_context, t trades) returns text
function trade_streams(t trades) returns text[]
function transaction_key(p_transaction text) returns text
function transaction_of(p_asset text, p_transaction text) returns text
function transfer_between_wallets(p_ctx call_context, p_asset text, p_amount numeric, p_from text, p_to text, OUT outcome text, OUT transfer jsonb, OUT streams text[])
function transition_ad(p_ctx call_context, p_ad bigint, p_event text, p_rates jsonb, p_when text[], p_to text[], OUT outcome text, OUT ad jsonb, OUT streams text[])
function transition_escrow(p_ctx call_context, p_escrow bigint, p_action text, p_note text, p_code text, p_seller_btc numeric, p_buyer_btc numeric, p_when text[], OUT outcome text, OUT role text, OUT detail text, OUT escrow jsonb, OUT streams text[])
function transition_offer(p_ctx call_context, p_offer bigint, p_event text, p_mail text, p_note text, p_when text[], p_to text[], p_escrow text[], OUT outcome text, OUT offer jsonb, OUT streams text[])
function transition_order(p_ctx call_context, p_order bigint, p_action text, p_hash text, p_when text[], p_to text[], OUT outcome text, OUT role text, OUT "order" jsonb, OUT streams text[])
function transition_request(p_ctx call_context, p_request bigint, p_action text, p_expires_at timestamp with time zone, p_most integer, p_when text[], p_to text[], OUT outcome text, OUT role text, OUT status text, OUT streams text[])
function transition_request_offer(p_ctx call_context, p_offer bigint, p_action text, p_when text[], p_to text[], OUT outcome text, OUT role text, OUT status text, OUT streams text[])
function transition_trade(p_ctx call_context, p_trade bigint, p_event text, p_note text, p_when text[], p_to text[], p_escrow text[], p_caps jsonb, OUT outcome text, OUT trade jsonb, OUT streams text[])
function transition_withdrawal(p_ctx call_context, p_withdrawal uuid, p_event text, p_reason text, p_transaction text, p_when text[], p_to text[], p_hold text[], OUT outcome text, OUT withdrawal jsonb, OUT streams text[])
function unpaid_refusal(p_user bigint, p_items jsonb, p_total numeric, p_caps jsonb) returns text
function unread_after(m conversation_members, p_up_to bigint) returns bigint
function unreserve_ad(p_ctx call_context, a ads, o offers) returns void
function use_space(p_user bigint, p_bytes bigint, p_most bigint) returns bigint
function user_lock(p_user bigint) returns bigint
function user_streams(p_users bigint[]) returns text[]
function utc_date(p_at timestamp with time zone) returns date
function verify_email(p_ctx call_context, p_code text, OUT outcome text)
function verify_seller(p_ctx call_context, p_seller bigint, p_verified boolean, OUT outcome text)
function wake_webhook_queues(p_endpoints bigint[], p_user bigint, p_at timestamp with time zone, p_is_asked boolean) returns void
function withdrawal_streams(w withdrawals) returns text[]
function worth(a ads, p_amount numeric, p_price numeric) returns numeric
function writing_refused(p_from bigint, p_to bigint) returns text
