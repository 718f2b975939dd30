CREATE TABLE `substitution_dates` (
	`substitution_key` integer NOT NULL,
	`occurrence_key` integer NOT NULL,
	`way` text NOT NULL,
	`new_meeting_key` integer,
	`meeting_key` integer NOT NULL,
	`host_state` text,
	PRIMARY KEY(`substitution_key`, `occurrence_key`),
	FOREIGN KEY (`substitution_key`) REFERENCES `substitutions`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`occurrence_key`) REFERENCES `occurrences`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`new_meeting_key`) REFERENCES `meetings`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`meeting_key`) REFERENCES `meetings`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `substitution_dates_date` ON `substitution_dates` (`occurrence_key`);--> statement-breakpoint
CREATE TABLE `substitutions` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`teacher_key` integer NOT NULL,
	`substitute_key` integer NOT NULL,
	`substitute_host_id` text NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text NOT NULL,
	`reason` text NOT NULL,
	`actor` text NOT NULL,
	`device` text NOT NULL,
	`arranged_at` integer NOT NULL,
	`undone_at` integer,
	FOREIGN KEY (`teacher_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`substitute_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `substitutions_id_unique` ON `substitutions` (`id`);--> statement-breakpoint
CREATE INDEX `substitutions_dates` ON `substitutions` (`first_on`,`last_on`);--> statement-breakpoint
CREATE TABLE `suspension_dates` (
	`suspension_key` integer NOT NULL,
	`occurrence_key` integer NOT NULL,
	`action` text NOT NULL,
	PRIMARY KEY(`suspension_key`, `occurrence_key`),
	FOREIGN KEY (`suspension_key`) REFERENCES `suspensions`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`occurrence_key`) REFERENCES `occurrences`(`key`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `suspensions` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`on_date` text NOT NULL,
	`from_time` text,
	`grade_levels` text NOT NULL,
	`section_ids` text NOT NULL,
	`authority` text NOT NULL,
	`actor` text NOT NULL,
	`device` text NOT NULL,
	`ordered_at` integer NOT NULL,
	`undone_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `suspensions_id_unique` ON `suspensions` (`id`);--> statement-breakpoint
CREATE TABLE `foreign_meetings` (
	`zoom_meeting_id` text PRIMARY KEY NOT NULL,
	`host_id` text NOT NULL,
	`topic` text NOT NULL,
	`type` text NOT NULL,
	`starts_at` integer,
	`time_zone` text,
	`duration_minutes` integer,
	`join_url` text NOT NULL,
	`seen_at` integer NOT NULL,
	`ignored_at` integer
);
--> statement-breakpoint
CREATE TABLE `timetable_imports` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`file_name` text NOT NULL,
	`digest` text NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text NOT NULL,
	`meeting_count` integer NOT NULL,
	`date_count` integer NOT NULL,
	`actor` text NOT NULL,
	`imported_at` integer NOT NULL,
	`stopped_at` integer,
	`undone_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `timetable_imports_id_unique` ON `timetable_imports` (`id`);--> statement-breakpoint
ALTER TABLE `day_types` ADD `suspension_key` integer REFERENCES suspensions(key);--> statement-breakpoint
ALTER TABLE `day_types` ADD `uid` text;--> statement-breakpoint
ALTER TABLE `meetings` ADD `recurrence` text;--> statement-breakpoint
ALTER TABLE `meetings` ADD `alternative_hosts` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `meetings` ADD `seen` text;--> statement-breakpoint
ALTER TABLE `meetings` ADD `seen_at` integer;--> statement-breakpoint
ALTER TABLE `meetings` ADD `timetable_key` integer REFERENCES timetable_imports(key);--> statement-breakpoint
ALTER TABLE `meetings` ADD `removed_at` integer;--> statement-breakpoint
CREATE INDEX `meetings_timetable` ON `meetings` (`timetable_key`);--> statement-breakpoint
ALTER TABLE `occurrences` ADD `number` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `occurrences` ADD `is_moved` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `occurrences` ADD `confirmed` text;--> statement-breakpoint
ALTER TABLE `occurrences` ADD `overrides` text;--> statement-breakpoint
CREATE INDEX `occurrences_start` ON `occurrences` (`start_instant`,`key`);--> statement-breakpoint
CREATE INDEX `occurrences_on` ON `occurrences` (`on_date`);--> statement-breakpoint
CREATE INDEX `meetings_state` ON `meetings` (`state`);--> statement-breakpoint
CREATE INDEX `meetings_host` ON `meetings` (`host_id`);--> statement-breakpoint
CREATE INDEX `meetings_no_fixed_time` ON `meetings` (`start_instant`,`key`) WHERE type = 'recurringNoFixedTime';--> statement-breakpoint
CREATE INDEX `meetings_changed_at_zoom` ON `meetings` (`key`) WHERE seen is not null;--> statement-breakpoint
CREATE INDEX `registrants_without_link` ON `registrants` (`meeting_key`) WHERE state in ('refused', 'pending');--> statement-breakpoint
CREATE INDEX `period_meetings_occurrence` ON `period_meetings` (`occurrence_key`);--> statement-breakpoint
INSERT INTO `occurrences` (`id`, `on_date`, `starts_at`, `duration_minutes`, `time_zone`, `start_instant`, `end_instant`, `meeting_key`, `state`)
SELECT `id`, `on_date`, `starts_at`, `duration_minutes`, `time_zone`, `start_instant`, `end_instant`, `key`, 'scheduled' FROM `meetings` WHERE `type` = 'scheduled';--> statement-breakpoint
UPDATE `period_meetings` SET `occurrence_key` = (SELECT o.`key` FROM `occurrences` o WHERE o.`meeting_key` = `period_meetings`.`meeting_key`);
