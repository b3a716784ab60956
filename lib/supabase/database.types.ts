// Written by npm run db:types from supabase/migrations.

/** What a database must have for this code to run on it. */
export const NEWEST_MIGRATION = "20261128001700";

/** Parsed with zod where it is read. */
type Json = unknown;

type Enums = {
  api_scope: "start" | "read" | "cancel";
  attempt_outcome: "completed" | "no_answer" | "busy" | "voicemail" | "failed" | "canceled" | "skipped" | "unknown" | "refused";
  attempt_status: "queued" | "claimed" | "dialing" | "in_progress" | "ended" | "settled";
  batch_status: "queued" | "running" | "canceling" | "completed" | "canceled";
  consent_basis: "listed_publicly" | "existing_relation" | "asked_to_be_called";
  event_source: "webhook" | "reconcile" | "system";
  urgency: "immediate" | "within_24_hours" | "within_2_days" | "flexible";
};

export type Database = {
  public: {
    Tables: {
      account_deletions: { Row: { user_id: string; requested_at: string }; Insert: { user_id: string; requested_at?: string }; Update: { user_id?: string; requested_at?: string }; Relationships: [] };
      api_key_minutes: { Row: { api_key_id: string; minute: string; requests: number }; Insert: { api_key_id: string; minute: string; requests: number }; Update: { api_key_id?: string; minute?: string; requests?: number }; Relationships: [] };
      api_keys: { Row: { id: string; user_id: string; name: string; prefix: string; hash: string; scopes: Enums["api_scope"][]; created_at: string; last_used_at: string | null; revoked_at: string | null }; Insert: { id?: string; user_id: string; name: string; prefix: string; hash: string; scopes: Enums["api_scope"][]; created_at?: string; last_used_at?: string | null; revoked_at?: string | null }; Update: { id?: string; user_id?: string; name?: string; prefix?: string; hash?: string; scopes?: Enums["api_scope"][]; created_at?: string; last_used_at?: string | null; revoked_at?: string | null }; Relationships: [] };
      attempt_secrets: { Row: { attempt_id: string; dial_token: string | null; control_url: string | null }; Insert: { attempt_id: string; dial_token?: string | null; control_url?: string | null }; Update: { attempt_id?: string; dial_token?: string | null; control_url?: string | null }; Relationships: [] };
      attempts: { Row: { id: string; batch_id: string; provider_id: string; service_request_id: string; user_id: string; phone: string; number: number; refusals: number; position: number; status: Enums["attempt_status"]; outcome: Enums["attempt_outcome"] | null; not_before: string; hold_code: string | null; claimed_at: string | null; announced_at: string | null; announce_count: number; dialing_at: string | null; call_id: string | null; called_at: string | null; ringing_at: string | null; answered_at: string | null; ended_at: string | null; report_at: string | null; settled_at: string | null; ended_reason: string | null; detail: string | null; failure_message: string | null; human_heard: boolean | null; opted_out_at: string | null; talk_seconds: number | null; cost_usd: number | null; reserved_usd: number; charge_usd: number; result: Json | null; summary: string | null; messages: Json | null; transcript_removed_at: string | null; version: number; created_at: string }; Insert: { id?: string; batch_id: string; provider_id: string; service_request_id: string; user_id: string; phone: string; number: number; refusals?: number; position: number; status?: Enums["attempt_status"]; outcome?: Enums["attempt_outcome"] | null; not_before?: string; hold_code?: string | null; claimed_at?: string | null; announced_at?: string | null; announce_count?: number; dialing_at?: string | null; call_id?: string | null; called_at?: string | null; ringing_at?: string | null; answered_at?: string | null; ended_at?: string | null; report_at?: string | null; settled_at?: string | null; ended_reason?: string | null; detail?: string | null; failure_message?: string | null; human_heard?: boolean | null; opted_out_at?: string | null; talk_seconds?: number | null; cost_usd?: number | null; reserved_usd?: number; charge_usd?: number; result?: Json | null; summary?: string | null; messages?: Json | null; transcript_removed_at?: string | null; version?: number; created_at?: string }; Update: { id?: string; batch_id?: string; provider_id?: string; service_request_id?: string; user_id?: string; phone?: string; number?: number; refusals?: number; position?: number; status?: Enums["attempt_status"]; outcome?: Enums["attempt_outcome"] | null; not_before?: string; hold_code?: string | null; claimed_at?: string | null; announced_at?: string | null; announce_count?: number; dialing_at?: string | null; call_id?: string | null; called_at?: string | null; ringing_at?: string | null; answered_at?: string | null; ended_at?: string | null; report_at?: string | null; settled_at?: string | null; ended_reason?: string | null; detail?: string | null; failure_message?: string | null; human_heard?: boolean | null; opted_out_at?: string | null; talk_seconds?: number | null; cost_usd?: number | null; reserved_usd?: number; charge_usd?: number; result?: Json | null; summary?: string | null; messages?: Json | null; transcript_removed_at?: string | null; version?: number; created_at?: string }; Relationships: [] };
      batches: { Row: { id: string; service_request_id: string; user_id: string; status: Enums["batch_status"]; idempotency_key: string | null; fingerprint: string; max_attempts: number; retry_delay_seconds: number; max_call_seconds: number; cap_usd: number; time_zone: string | null; calling_hours: Json | null; consent_basis: Enums["consent_basis"]; requested_at: string; announced_at: string; announce_count: number; last_claimed_at: string | null; started_at: string | null; cancel_requested_at: string | null; ended_at: string | null; finished_at: string | null; fault_code: string | null; fault_message: string | null; hold_code: string | null; hold_until: string | null; result: Json | null; version: number }; Insert: { id?: string; service_request_id: string; user_id: string; status?: Enums["batch_status"]; idempotency_key?: string | null; fingerprint: string; max_attempts: number; retry_delay_seconds: number; max_call_seconds: number; cap_usd: number; time_zone?: string | null; calling_hours?: Json | null; consent_basis?: Enums["consent_basis"]; requested_at?: string; announced_at?: string; announce_count?: number; last_claimed_at?: string | null; started_at?: string | null; cancel_requested_at?: string | null; ended_at?: string | null; finished_at?: string | null; fault_code?: string | null; fault_message?: string | null; hold_code?: string | null; hold_until?: string | null; result?: Json | null; version?: number }; Update: { id?: string; service_request_id?: string; user_id?: string; status?: Enums["batch_status"]; idempotency_key?: string | null; fingerprint?: string; max_attempts?: number; retry_delay_seconds?: number; max_call_seconds?: number; cap_usd?: number; time_zone?: string | null; calling_hours?: Json | null; consent_basis?: Enums["consent_basis"]; requested_at?: string; announced_at?: string; announce_count?: number; last_claimed_at?: string | null; started_at?: string | null; cancel_requested_at?: string | null; ended_at?: string | null; finished_at?: string | null; fault_code?: string | null; fault_message?: string | null; hold_code?: string | null; hold_until?: string | null; result?: Json | null; version?: number }; Relationships: [] };
      call_events: { Row: { id: number; attempt_id: string; source: Enums["event_source"]; kind: string; dedupe_key: string; call_id: string | null; occurred_at: string; received_at: string; payload: Json | null }; Insert: { id?: number; attempt_id: string; source: Enums["event_source"]; kind: string; dedupe_key: string; call_id?: string | null; occurred_at: string; received_at?: string; payload?: Json | null }; Update: { id?: number; attempt_id?: string; source?: Enums["event_source"]; kind?: string; dedupe_key?: string; call_id?: string | null; occurred_at?: string; received_at?: string; payload?: Json | null }; Relationships: [] };
      calling_stop: { Row: { is_only: boolean; stopped_at: string; why: string }; Insert: { is_only?: boolean; stopped_at?: string; why: string }; Update: { is_only?: boolean; stopped_at?: string; why?: string }; Relationships: [] };
      deleted_dials: { Row: { id: number; phone: string; number: number; dialed_at: string; over_at: string | null; charge_usd: number }; Insert: { id?: number; phone: string; number: number; dialed_at: string; over_at?: string | null; charge_usd: number }; Update: { id?: number; phone?: string; number?: number; dialed_at?: string; over_at?: string | null; charge_usd?: number }; Relationships: [] };
      do_not_call: { Row: { id: string; user_id: string | null; phone: string; reason: string | null; source: string; added_at: string }; Insert: { id?: string; user_id?: string | null; phone: string; reason?: string | null; source: string; added_at?: string }; Update: { id?: string; user_id?: string | null; phone?: string; reason?: string | null; source?: string; added_at?: string }; Relationships: [] };
      heartbeat: { Row: { is_only: boolean; swept_at: string; deployment: string | null }; Insert: { is_only?: boolean; swept_at: string; deployment?: string | null }; Update: { is_only?: boolean; swept_at?: string; deployment?: string | null }; Relationships: [] };
      invitations: { Row: { email: string; invited_at: string }; Insert: { email: string; invited_at?: string }; Update: { email?: string; invited_at?: string }; Relationships: [] };
      person_limits: { Row: { user_id: string; batches_per_hour: number | null; calls_per_day: number | null; usd_per_day: number | null; providers_per_batch: number | null }; Insert: { user_id: string; batches_per_hour?: number | null; calls_per_day?: number | null; usd_per_day?: number | null; providers_per_batch?: number | null }; Update: { user_id?: string; batches_per_hour?: number | null; calls_per_day?: number | null; usd_per_day?: number | null; providers_per_batch?: number | null }; Relationships: [] };
      providers: { Row: { id: string; service_request_id: string; user_id: string; position: number; name: string; also_known_as: string[]; phone: string; phone_extension: string | null; phone_as_written: string; country: string; time_zones: string[]; created_at: string }; Insert: { id?: string; service_request_id: string; user_id: string; position: number; name: string; also_known_as?: string[]; phone: string; phone_extension?: string | null; phone_as_written: string; country: string; time_zones: string[]; created_at?: string }; Update: { id?: string; service_request_id?: string; user_id?: string; position?: number; name?: string; also_known_as?: string[]; phone?: string; phone_extension?: string | null; phone_as_written?: string; country?: string; time_zones?: string[]; created_at?: string }; Relationships: [] };
      service_requests: { Row: { id: string; user_id: string; title: string; service_needed: string; description: string | null; location: string; criteria: string[]; urgency: Enums["urgency"]; client_name: string | null; client_address: string | null; created_at: string }; Insert: { id?: string; user_id: string; title: string; service_needed: string; description?: string | null; location: string; criteria?: string[]; urgency: Enums["urgency"]; client_name?: string | null; client_address?: string | null; created_at?: string }; Update: { id?: string; user_id?: string; title?: string; service_needed?: string; description?: string | null; location?: string; criteria?: string[]; urgency?: Enums["urgency"]; client_name?: string | null; client_address?: string | null; created_at?: string }; Relationships: [] };
    };
    Views: Record<never, never>;
    Functions: {
      add_do_not_call: { Args: { p_numbers: Json | null; p_source: string | null; p_user_id: string | null }; Returns: number };
      answers_version: { Args: { p_service_request_id: string | null }; Returns: number };
      authorize_api_key: { Args: { p_hash: string | null; p_per_minute: number | null; p_scope: Enums["api_scope"] | null }; Returns: Json };
      bearing_of: { Args: { p_event: Json | null }; Returns: string };
      begin_batch: { Args: { p_batch_id: string | null; p_rails: Json | null }; Returns: Json };
      begin_dial: { Args: { p_attempt_id: string | null; p_rails: Json | null; p_token: string | null }; Returns: Json };
      call_anyway: { Args: { p_attempt_id: string | null; p_rails: Json | null; p_user_id: string | null }; Returns: Json };
      cancel_batch: { Args: { p_batch_id: string | null; p_rails: Json | null; p_user_id: string | null }; Returns: Json };
      check_limits: { Args: { p_providers: number | null; p_rails: Json | null; p_user_id: string | null }; Returns: undefined };
      claim_attempts: { Args: { p_rails: Json | null }; Returns: Json };
      close_account: { Args: { p_user_id: string | null }; Returns: undefined };
      close_batch_if_done: { Args: { p_batch_id: string | null }; Returns: boolean };
      create_api_key: { Args: { p_hash: string | null; p_most: number | null; p_name: string | null; p_prefix: string | null; p_scopes: Enums["api_scope"][] | null; p_user_id: string | null }; Returns: string };
      delete_account_rows: { Args: { p_most: number | null; p_user_id: string | null }; Returns: number };
      deployment_state: { Args: Record<never, never>; Returns: Json };
      describe_allowance: { Args: { p_providers: number | null; p_rails: Json | null; p_user_id: string | null }; Returns: Json };
      describe_batch: { Args: { p_batch_id: string | null; p_replayed: boolean | null }; Returns: Json };
      describe_claims: { Args: { p_attempt_ids: string[] | null }; Returns: Json };
      describe_unretryable: { Args: { p_batch_id: string | null; p_outcomes: Enums["attempt_outcome"][] | null; p_provider_ids: string[] | null }; Returns: string };
      export_account_rows: { Args: { p_after: string | null; p_kind: string | null; p_most: number | null }; Returns: Json };
      find_limit: { Args: { p_is_stored: boolean | null; p_providers: number | null; p_rails: Json | null; p_user_id: string | null }; Returns: Json };
      find_replay: { Args: { p_fingerprint: string | null; p_idempotency_key: string | null; p_user_id: string | null }; Returns: string };
      find_short_budget: { Args: { p_call_usd: number | null; p_cap_usd: number | null; p_rails: Json | null; p_user_id: string | null }; Returns: Json };
      finish_batch: { Args: { p_batch_id: string | null; p_result: Json | null; p_version: number | null }; Returns: boolean };
      free_number: { Args: { p_phone: string | null }; Returns: undefined };
      get_attempt_facts: { Args: { p_attempt_id: string | null }; Returns: Json };
      get_attempt_story: { Args: { p_attempt_id: string | null; p_user_id?: string | null }; Returns: Json };
      get_request_snapshot: { Args: { p_service_request_id: string | null; p_user_id?: string | null }; Returns: Json };
      has_work_soon: { Args: Record<never, never>; Returns: boolean };
      is_attempt_transition: { Args: { p_from: Enums["attempt_status"] | null; p_to: Enums["attempt_status"] | null }; Returns: boolean };
      is_batch_transition: { Args: { p_from: Enums["batch_status"] | null; p_to: Enums["batch_status"] | null }; Returns: boolean };
      is_calling_time: { Args: { p_at: string | null; p_hours: Json | null; p_zones: string[] | null }; Returns: boolean };
      is_known_time_zone: { Args: { p_zone: string | null }; Returns: boolean };
      limit_in: { Args: { p_path: string[] | null; p_rails: Json | null }; Returns: number };
      list_access_faults: { Args: Record<never, never>; Returns: Json };
      list_account_calls: { Args: { p_user_id: string | null }; Returns: Json };
      list_answers: { Args: { p_after: string | null; p_most: number | null }; Returns: Json };
      list_do_not_call: { Args: { p_user_id: string | null }; Returns: Json };
      list_final_answers: { Args: { p_batch_id: string | null }; Returns: Json };
      list_live_calls: { Args: { p_batch_id: string | null }; Returns: Json };
      list_request_summaries: { Args: { p_limit: number | null; p_query?: string | null }; Returns: Json };
      list_stray_calls: { Args: { p_user_id?: string | null }; Returns: Json };
      list_unknown_time_zones: { Args: { p_zones: string[] | null }; Returns: string[] };
      lock_lines: { Args: Record<never, never>; Returns: undefined };
      mark_call_in_progress: { Args: { p_attempt_id: string | null; p_call_id: string | null; p_control_url: string | null }; Returns: Json };
      may_call: { Args: { p_rails: Json | null; p_user_id: string | null }; Returns: boolean };
      may_join: { Args: { p_email: string | null; p_rails: Json | null }; Returns: boolean };
      narrow_hours: { Args: { p_hours: Json | null; p_narrower: Json | null }; Returns: Json };
      next_calling_time: { Args: { p_at: string | null; p_hours: Json | null; p_zones: string[] | null }; Returns: string };
      note_failed_run: { Args: { p_batch_id: string | null }; Returns: undefined };
      preview_costs: { Args: { p_cap_usd: number | null; p_countries: string[] | null; p_max_call_seconds: number | null; p_rails: Json | null; p_user_id: string | null }; Returns: Json };
      preview_hours: { Args: { p_narrower: Json | null; p_rails: Json | null; p_zones: Json | null }; Returns: Json };
      record_call_event: { Args: { p_attempt_id: string | null; p_event: Json | null; p_rails: Json | null }; Returns: Json };
      release_hold: { Args: { p_batch_id: string | null }; Returns: undefined };
      remove_do_not_call: { Args: { p_phone: string | null; p_user_id: string | null }; Returns: boolean };
      remove_transcripts: { Args: { p_days: number | null; p_most: number | null }; Returns: Json };
      replace_result: { Args: { p_attempt_id: string | null; p_result: Json | null; p_version: number | null }; Returns: boolean };
      require_caller: { Args: { p_rails: Json | null; p_user_id: string | null }; Returns: undefined };
      require_cap: { Args: { p_batch_id: string | null; p_rails: Json | null }; Returns: undefined };
      require_time_zones: { Args: { p_providers: Json | null }; Returns: undefined };
      resolve_conflict: { Args: { p_constraint: string | null; p_fingerprint: string | null; p_idempotency_key: string | null; p_user_id: string | null }; Returns: string };
      retry_batch: { Args: { p_batch_id: string | null; p_cap_usd: number | null; p_fingerprint: string | null; p_idempotency_key: string | null; p_outcomes: Enums["attempt_outcome"][] | null; p_provider_ids: string[] | null; p_rails: Json | null; p_user_id: string | null }; Returns: Json };
      revoke_api_key: { Args: { p_key_id: string | null; p_user_id: string | null }; Returns: undefined };
      send_probe: { Args: { p_user_id: string | null }; Returns: undefined };
      set_person_limits: { Args: { p_email: string | null; p_limits: Json | null }; Returns: boolean };
      settle_attempt: { Args: { p_attempt_id: string | null; p_details: Json | null; p_outcome: Enums["attempt_outcome"] | null; p_rails: Json | null }; Returns: Json };
      settle_undialed: { Args: { p_batch_id: string | null; p_detail: string | null; p_outcome: Enums["attempt_outcome"] | null }; Returns: undefined };
      start_batch: { Args: { p_fingerprint: string | null; p_idempotency_key: string | null; p_options: Json | null; p_providers: Json | null; p_rails: Json | null; p_service_request: Json | null; p_service_request_id: string | null; p_user_id: string | null }; Returns: Json };
      start_calling: { Args: Record<never, never>; Returns: undefined };
      stop_calling: { Args: { p_why: string | null }; Returns: undefined };
      store_call_event: { Args: { p_at: string | null; p_attempt_id: string | null; p_event: Json | null }; Returns: boolean };
      sweep: { Args: { p_patience: number | null; p_rails: Json | null }; Returns: Json };
      trace_batch: { Args: { p_batch_id: string | null }; Returns: Json };
      usd_per_day: { Args: { p_rails: Json | null; p_user_id: string | null }; Returns: number };
      worst_case_usd: { Args: { p_country: string | null; p_max_call_seconds: number | null; p_rails: Json | null }; Returns: number };
    };
    Enums: Enums;
    CompositeTypes: Record<never, never>;
  };
};
