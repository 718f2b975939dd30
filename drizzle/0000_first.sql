CREATE TABLE `contacts` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`person_key` integer NOT NULL,
	`at` integer NOT NULL,
	`means` text NOT NULL,
	`with_whom` text NOT NULL,
	`was_reached` integer NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`actor` text NOT NULL,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contacts_id_unique` ON `contacts` (`id`);--> statement-breakpoint
CREATE INDEX `contacts_person` ON `contacts` (`person_key`,`at`);--> statement-breakpoint
CREATE TABLE `daily_marks` (
	`person_key` integer NOT NULL,
	`section_key` integer NOT NULL,
	`on_date` text NOT NULL,
	`morning` text NOT NULL,
	`afternoon` text NOT NULL,
	`is_late` integer NOT NULL,
	`has_cut` integer NOT NULL,
	`confirmed_by` text,
	`confirmed_at` integer,
	PRIMARY KEY(`person_key`, `on_date`),
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`section_key`) REFERENCES `sections`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `daily_marks_section` ON `daily_marks` (`section_key`,`on_date`);--> statement-breakpoint
CREATE TABLE `excuses` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`person_key` integer NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text NOT NULL,
	`period_ids` text,
	`reason` text NOT NULL,
	`proof` text DEFAULT '' NOT NULL,
	`received_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `excuses_id_unique` ON `excuses` (`id`);--> statement-breakpoint
CREATE INDEX `excuses_person` ON `excuses` (`person_key`,`first_on`);--> statement-breakpoint
CREATE TABLE `identity_decisions` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`period_key` integer NOT NULL,
	`identity` text NOT NULL,
	`kind` text NOT NULL,
	`person_ids` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`actor` text NOT NULL,
	`device` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`period_key`) REFERENCES `class_periods`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identity_decisions_id_unique` ON `identity_decisions` (`id`);--> statement-breakpoint
CREATE INDEX `identity_decisions_period` ON `identity_decisions` (`period_key`);--> statement-breakpoint
CREATE TABLE `intervals` (
	`read_key` integer NOT NULL,
	`row` integer NOT NULL,
	`display_name` text NOT NULL,
	`email` text NOT NULL,
	`registrant_id` text NOT NULL,
	`customer_key` text NOT NULL,
	`zoom_user_id` text NOT NULL,
	`joined_at` integer NOT NULL,
	`left_at` integer NOT NULL,
	`duration_seconds` integer NOT NULL,
	`is_waiting_room` integer NOT NULL,
	`is_failover` integer NOT NULL,
	`breakout_id` text NOT NULL,
	PRIMARY KEY(`read_key`, `row`),
	FOREIGN KEY (`read_key`) REFERENCES `reads`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `marks` (
	`period_key` integer NOT NULL,
	`person_key` integer NOT NULL,
	`presence` text NOT NULL,
	`is_late` integer NOT NULL,
	`has_left_early` integer NOT NULL,
	`excuse` text,
	`seconds` real NOT NULL,
	`first_in_at` integer,
	`last_out_at` integer,
	`evidence` text,
	`is_unconfirmed` integer NOT NULL,
	`had_no_working_link` integer NOT NULL,
	`reasons` text NOT NULL,
	`ruled` text,
	`proposed` text,
	`computed_at` integer NOT NULL,
	PRIMARY KEY(`period_key`, `person_key`),
	FOREIGN KEY (`period_key`) REFERENCES `class_periods`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `marks_person` ON `marks` (`person_key`);--> statement-breakpoint
CREATE TABLE `matches` (
	`period_key` integer NOT NULL,
	`identity` text NOT NULL,
	`person_key` integer NOT NULL,
	`evidence` text NOT NULL,
	`is_unconfirmed` integer NOT NULL,
	PRIMARY KEY(`period_key`, `identity`, `person_key`),
	FOREIGN KEY (`period_key`) REFERENCES `class_periods`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `overrides` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`period_key` integer NOT NULL,
	`person_key` integer NOT NULL,
	`presence` text NOT NULL,
	`is_late` integer NOT NULL,
	`has_left_early` integer NOT NULL,
	`excuse` text,
	`reason` text NOT NULL,
	`actor` text NOT NULL,
	`device` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`period_key`) REFERENCES `class_periods`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `overrides_id_unique` ON `overrides` (`id`);--> statement-breakpoint
CREATE INDEX `overrides_period` ON `overrides` (`period_key`,`person_key`);--> statement-breakpoint
CREATE TABLE `period_states` (
	`period_key` integer PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`held` text NOT NULL,
	`final_at` integer,
	`final_read_keys` text NOT NULL,
	`next_read_at` integer,
	`waits_for` text NOT NULL,
	`figures` text NOT NULL,
	`held_from` integer,
	`held_to` integer,
	`real_from` integer,
	`real_to` integer,
	`proposed_changes` integer DEFAULT 0 NOT NULL,
	`policy_key` integer,
	`closed_by` text,
	`closed_at` integer,
	`closed_reason` text,
	`computed_at` integer NOT NULL,
	FOREIGN KEY (`period_key`) REFERENCES `class_periods`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`policy_key`) REFERENCES `policies`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `period_states_next_read` ON `period_states` (`next_read_at`);--> statement-breakpoint
CREATE TABLE `policies` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`preset` text NOT NULL,
	`present_minutes` integer NOT NULL,
	`present_percent` integer NOT NULL,
	`late_after_minutes` integer NOT NULL,
	`left_early_minutes` integer NOT NULL,
	`from_on` text NOT NULL,
	`grade_level` text,
	`group_key` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`group_key`) REFERENCES `teaching_groups`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `policies_id_unique` ON `policies` (`id`);--> statement-breakpoint
CREATE TABLE `reads` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`instance_key` integer NOT NULL,
	`source` text NOT NULL,
	`read_at` integer NOT NULL,
	`pages` integer NOT NULL,
	`row_count` integer NOT NULL,
	`digest` text NOT NULL,
	`is_complete` integer NOT NULL,
	FOREIGN KEY (`instance_key`) REFERENCES `instances`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reads_id_unique` ON `reads` (`id`);--> statement-breakpoint
CREATE INDEX `reads_instance` ON `reads` (`instance_key`,`read_at`);--> statement-breakpoint
CREATE TABLE `strangers` (
	`period_key` integer NOT NULL,
	`identity` text NOT NULL,
	`display_name` text NOT NULL,
	`email` text NOT NULL,
	`seconds` real NOT NULL,
	`why` text NOT NULL,
	`suggestions` text NOT NULL,
	`is_open` integer NOT NULL,
	PRIMARY KEY(`period_key`, `identity`),
	FOREIGN KEY (`period_key`) REFERENCES `class_periods`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `strangers_open` ON `strangers` (`is_open`);--> statement-breakpoint
CREATE TABLE `class_periods` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`on_date` text NOT NULL,
	`starts_at` text NOT NULL,
	`duration_minutes` integer NOT NULL,
	`time_zone` text NOT NULL,
	`start_instant` integer NOT NULL,
	`end_instant` integer NOT NULL,
	`group_key` integer NOT NULL,
	`held_decision` text,
	`judged_from` integer,
	`judged_to` integer,
	`created_at` integer NOT NULL,
	`cancelled_at` integer,
	FOREIGN KEY (`group_key`) REFERENCES `teaching_groups`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `class_periods_id_unique` ON `class_periods` (`id`);--> statement-breakpoint
CREATE INDEX `class_periods_on` ON `class_periods` (`on_date`);--> statement-breakpoint
CREATE INDEX `class_periods_group` ON `class_periods` (`group_key`,`on_date`);--> statement-breakpoint
CREATE TABLE `day_types` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`on_date` text NOT NULL,
	`kind` text NOT NULL,
	`grade_level` text,
	`section_key` integer,
	`shift` text,
	`from_time` text,
	`counts_as_school_day` integer NOT NULL,
	`authority` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`section_key`) REFERENCES `sections`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `day_types_id_unique` ON `day_types` (`id`);--> statement-breakpoint
CREATE INDEX `day_types_on` ON `day_types` (`on_date`);--> statement-breakpoint
CREATE TABLE `grading_periods` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`school_year_key` integer NOT NULL,
	`title` text NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text NOT NULL,
	FOREIGN KEY (`school_year_key`) REFERENCES `school_years`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grading_periods_id_unique` ON `grading_periods` (`id`);--> statement-breakpoint
CREATE TABLE `period_instances` (
	`period_key` integer NOT NULL,
	`instance_key` integer NOT NULL,
	`is_decided` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`period_key`, `instance_key`),
	FOREIGN KEY (`period_key`) REFERENCES `class_periods`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`instance_key`) REFERENCES `instances`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `period_instances_instance` ON `period_instances` (`instance_key`);--> statement-breakpoint
CREATE TABLE `period_meetings` (
	`period_key` integer NOT NULL,
	`meeting_key` integer NOT NULL,
	`occurrence_key` integer,
	PRIMARY KEY(`period_key`, `meeting_key`),
	FOREIGN KEY (`period_key`) REFERENCES `class_periods`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`meeting_key`) REFERENCES `meetings`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`occurrence_key`) REFERENCES `occurrences`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `period_meetings_meeting` ON `period_meetings` (`meeting_key`);--> statement-breakpoint
CREATE TABLE `school_years` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`title` text NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `school_years_id_unique` ON `school_years` (`id`);--> statement-breakpoint
CREATE TABLE `hosts` (
	`host_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`is_licensed` integer NOT NULL,
	`time_zone` text,
	`read_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `instances` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`meeting_key` integer NOT NULL,
	`uuid` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`found_at` integer NOT NULL,
	FOREIGN KEY (`meeting_key`) REFERENCES `meetings`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instances_id_unique` ON `instances` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `instances_uuid_unique` ON `instances` (`uuid`);--> statement-breakpoint
CREATE INDEX `instances_meeting` ON `instances` (`meeting_key`,`started_at`);--> statement-breakpoint
CREATE TABLE `meetings` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`on_date` text NOT NULL,
	`starts_at` text NOT NULL,
	`duration_minutes` integer NOT NULL,
	`time_zone` text NOT NULL,
	`start_instant` integer NOT NULL,
	`end_instant` integer NOT NULL,
	`reference` text NOT NULL,
	`zoom_meeting_id` text,
	`host_id` text NOT NULL,
	`host_name` text NOT NULL,
	`host_email` text NOT NULL,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`type` text NOT NULL,
	`audience` text NOT NULL,
	`group_key` integer,
	`section_key` integer,
	`settings` text NOT NULL,
	`state` text NOT NULL,
	`join_url` text,
	`passcode` text,
	`registration_url` text,
	`confirmed` text,
	`problem` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`cancelled_at` integer,
	FOREIGN KEY (`group_key`) REFERENCES `teaching_groups`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`section_key`) REFERENCES `sections`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `meetings_id_unique` ON `meetings` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `meetings_reference_unique` ON `meetings` (`reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `meetings_zoom_id` ON `meetings` (`zoom_meeting_id`) WHERE zoom_meeting_id is not null;--> statement-breakpoint
CREATE INDEX `meetings_start` ON `meetings` (`start_instant`,`key`);--> statement-breakpoint
CREATE INDEX `meetings_group` ON `meetings` (`group_key`);--> statement-breakpoint
CREATE TABLE `occurrences` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`on_date` text NOT NULL,
	`starts_at` text NOT NULL,
	`duration_minutes` integer NOT NULL,
	`time_zone` text NOT NULL,
	`start_instant` integer NOT NULL,
	`end_instant` integer NOT NULL,
	`meeting_key` integer NOT NULL,
	`zoom_occurrence_id` text,
	`state` text NOT NULL,
	FOREIGN KEY (`meeting_key`) REFERENCES `meetings`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `occurrences_id_unique` ON `occurrences` (`id`);--> statement-breakpoint
CREATE INDEX `occurrences_meeting` ON `occurrences` (`meeting_key`,`start_instant`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`meeting_key` integer NOT NULL,
	`action` text NOT NULL,
	`payload` text NOT NULL,
	`state` text NOT NULL,
	`claimed_by` text,
	`claimed_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`searches` integer DEFAULT 0 NOT NULL,
	`searched_at` integer,
	`next_try_at` integer NOT NULL,
	`problem` text,
	`created_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`meeting_key`) REFERENCES `meetings`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_id_unique` ON `outbox` (`id`);--> statement-breakpoint
CREATE INDEX `outbox_state` ON `outbox` (`state`,`next_try_at`);--> statement-breakpoint
CREATE INDEX `outbox_meeting` ON `outbox` (`meeting_key`,`key`);--> statement-breakpoint
CREATE TABLE `registrants` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`meeting_key` integer NOT NULL,
	`person_key` integer NOT NULL,
	`address` text,
	`zoom_registrant_id` text,
	`join_url` text,
	`state` text NOT NULL,
	`refusal` text,
	`tried_on` text,
	`tries_that_day` integer DEFAULT 0 NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`meeting_key`) REFERENCES `meetings`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `registrants_id_unique` ON `registrants` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `registrants_meeting_person` ON `registrants` (`meeting_key`,`person_key`);--> statement-breakpoint
CREATE INDEX `registrants_zoom_id` ON `registrants` (`zoom_registrant_id`);--> statement-breakpoint
CREATE INDEX `registrants_person` ON `registrants` (`person_key`);--> statement-breakpoint
CREATE TABLE `advisers` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`section_key` integer NOT NULL,
	`person_key` integer NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text,
	FOREIGN KEY (`section_key`) REFERENCES `sections`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `advisers_section` ON `advisers` (`section_key`);--> statement-breakpoint
CREATE TABLE `assignments` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`group_key` integer NOT NULL,
	`person_key` integer NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text,
	FOREIGN KEY (`group_key`) REFERENCES `teaching_groups`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `assignments_group` ON `assignments` (`group_key`);--> statement-breakpoint
CREATE INDEX `assignments_person` ON `assignments` (`person_key`);--> statement-breakpoint
CREATE TABLE `emails` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_key` integer NOT NULL,
	`address` text NOT NULL,
	`typed` text NOT NULL,
	`owner` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `emails_person_address` ON `emails` (`person_key`,`address`);--> statement-breakpoint
CREATE INDEX `emails_address` ON `emails` (`address`);--> statement-breakpoint
CREATE TABLE `enrollments` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`person_key` integer NOT NULL,
	`section_key` integer,
	`group_key` integer,
	`first_on` text NOT NULL,
	`last_on` text,
	`end_reason` text,
	`end_detail` text,
	`import_key` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`section_key`) REFERENCES `sections`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_key`) REFERENCES `teaching_groups`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_key`) REFERENCES `imports`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrollments_id_unique` ON `enrollments` (`id`);--> statement-breakpoint
CREATE INDEX `enrollments_section` ON `enrollments` (`section_key`,`first_on`);--> statement-breakpoint
CREATE INDEX `enrollments_group` ON `enrollments` (`group_key`,`first_on`);--> statement-breakpoint
CREATE INDEX `enrollments_person` ON `enrollments` (`person_key`);--> statement-breakpoint
CREATE TABLE `households` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `households_id_unique` ON `households` (`id`);--> statement-breakpoint
CREATE TABLE `imports` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`file_name` text NOT NULL,
	`digest` text NOT NULL,
	`mapping` text NOT NULL,
	`added_count` integer NOT NULL,
	`changed_count` integer NOT NULL,
	`unchanged_count` integer NOT NULL,
	`refused_count` integer NOT NULL,
	`actor` text NOT NULL,
	`imported_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `imports_id_unique` ON `imports` (`id`);--> statement-breakpoint
CREATE TABLE `known_as_names` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`person_key` integer NOT NULL,
	`group_key` integer,
	`school_year_key` integer,
	`name` text NOT NULL,
	`normalised` text NOT NULL,
	`is_former_name` integer DEFAULT false NOT NULL,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_key`) REFERENCES `teaching_groups`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`school_year_key`) REFERENCES `school_years`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `known_as_names_id_unique` ON `known_as_names` (`id`);--> statement-breakpoint
CREATE INDEX `known_as_names_group` ON `known_as_names` (`group_key`);--> statement-breakpoint
CREATE INDEX `known_as_names_person` ON `known_as_names` (`person_key`);--> statement-breakpoint
CREATE TABLE `persons` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`family_name` text NOT NULL,
	`given_name` text NOT NULL,
	`middle_name` text DEFAULT '' NOT NULL,
	`suffix` text DEFAULT '' NOT NULL,
	`preferred_name` text DEFAULT '' NOT NULL,
	`list_name` text NOT NULL,
	`search_text` text NOT NULL,
	`sex` text,
	`birth_on` text,
	`student_number` text,
	`household_key` integer,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`archived_at` integer,
	FOREIGN KEY (`household_key`) REFERENCES `households`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `persons_id_unique` ON `persons` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `persons_student_number` ON `persons` (`student_number`) WHERE student_number is not null;--> statement-breakpoint
CREATE INDEX `persons_list_name` ON `persons` (`list_name`);--> statement-breakpoint
CREATE TABLE `phones` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_key` integer NOT NULL,
	`number` text NOT NULL,
	`typed` text NOT NULL,
	`owner` text NOT NULL,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `phones_person_number` ON `phones` (`person_key`,`number`);--> statement-breakpoint
CREATE INDEX `phones_number` ON `phones` (`number`);--> statement-breakpoint
CREATE TABLE `sections` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`school_year_key` integer NOT NULL,
	`name` text NOT NULL,
	`grade_level` text DEFAULT '' NOT NULL,
	`shift` text DEFAULT '' NOT NULL,
	`archived_at` integer,
	FOREIGN KEY (`school_year_key`) REFERENCES `school_years`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sections_id_unique` ON `sections` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sections_year_grade_name` ON `sections` (`school_year_key`,`grade_level`,`name`);--> statement-breakpoint
CREATE TABLE `subjects` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`code` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subjects_id_unique` ON `subjects` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `subjects_name_unique` ON `subjects` (`name`);--> statement-breakpoint
CREATE TABLE `teaching_group_sections` (
	`group_key` integer NOT NULL,
	`section_key` integer NOT NULL,
	PRIMARY KEY(`group_key`, `section_key`),
	FOREIGN KEY (`group_key`) REFERENCES `teaching_groups`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`section_key`) REFERENCES `sections`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `teaching_group_sections_section` ON `teaching_group_sections` (`section_key`);--> statement-breakpoint
CREATE TABLE `teaching_groups` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`school_year_key` integer NOT NULL,
	`subject_key` integer NOT NULL,
	`created_at` integer NOT NULL,
	`archived_at` integer,
	FOREIGN KEY (`school_year_key`) REFERENCES `school_years`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subject_key`) REFERENCES `subjects`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `teaching_groups_id_unique` ON `teaching_groups` (`id`);--> statement-breakpoint
CREATE TABLE `accounts` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`account_id` text NOT NULL,
	`client_id` text NOT NULL,
	`plan` text NOT NULL,
	`name` text,
	`email` text,
	`granted_scopes` text NOT NULL,
	`connected_at` integer NOT NULL,
	`tested_at` integer,
	`disconnected_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_id_unique` ON `accounts` (`id`);--> statement-breakpoint
CREATE TABLE `changes` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`nouns` text NOT NULL,
	`owner` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cursors` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `decision_texts` (
	`decision_key` integer PRIMARY KEY NOT NULL,
	`salt` text NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`decision_key`) REFERENCES `decisions`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `decisions` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`device` text NOT NULL,
	`sequence` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject_ids` text NOT NULL,
	`text_hash` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `decisions_id_unique` ON `decisions` (`id`);--> statement-breakpoint
CREATE INDEX `decisions_device` ON `decisions` (`device`,`sequence`);--> statement-breakpoint
CREATE TABLE `leases` (
	`name` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`changed_at` integer NOT NULL
);
