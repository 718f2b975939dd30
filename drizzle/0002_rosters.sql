CREATE TABLE `guardians` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_key` integer NOT NULL,
	`name` text NOT NULL,
	`relation` text NOT NULL,
	FOREIGN KEY (`person_key`) REFERENCES `persons`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `guardians_person_name` ON `guardians` (`person_key`,`relation`,`name`);--> statement-breakpoint
CREATE TABLE `missing_students` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`enrollment_key` integer NOT NULL,
	`import_key` integer NOT NULL,
	`found_at` integer NOT NULL,
	`proposed_on` text,
	`settled_at` integer,
	`settled_as` text,
	FOREIGN KEY (`import_key`) REFERENCES `imports`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `missing_students_id_unique` ON `missing_students` (`id`);--> statement-breakpoint
CREATE INDEX `missing_students_enrollment` ON `missing_students` (`enrollment_key`);--> statement-breakpoint
CREATE TABLE `roster_changes` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`deed_key` integer NOT NULL,
	`table_name` text NOT NULL,
	`person_key` integer,
	`before` text,
	`after` text,
	FOREIGN KEY (`deed_key`) REFERENCES `roster_deeds`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `roster_changes_deed` ON `roster_changes` (`deed_key`);--> statement-breakpoint
CREATE INDEX `roster_changes_person` ON `roster_changes` (`person_key`);--> statement-breakpoint
CREATE TABLE `roster_deeds` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`import_key` integer,
	`actor` text NOT NULL,
	`device` text NOT NULL,
	`at` integer NOT NULL,
	`undone_at` integer,
	`undone_by` text,
	FOREIGN KEY (`import_key`) REFERENCES `imports`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `roster_deeds_id_unique` ON `roster_deeds` (`id`);--> statement-breakpoint
CREATE INDEX `roster_deeds_at` ON `roster_deeds` (`at`);--> statement-breakpoint
CREATE INDEX `roster_deeds_import` ON `roster_deeds` (`import_key`);--> statement-breakpoint
CREATE TABLE `source_ids` (
	`source` text NOT NULL,
	`kind` text NOT NULL,
	`sourced_id` text NOT NULL,
	`row_key` integer NOT NULL,
	PRIMARY KEY(`source`, `kind`, `sourced_id`)
);
--> statement-breakpoint
CREATE INDEX `source_ids_row` ON `source_ids` (`kind`,`row_key`);--> statement-breakpoint
ALTER TABLE `enrollments` ADD `start_reason` text;--> statement-breakpoint
ALTER TABLE `enrollments` ADD `start_detail` text;--> statement-breakpoint
ALTER TABLE `imports` ADD `format` text DEFAULT 'table' NOT NULL;--> statement-breakpoint
ALTER TABLE `imports` ADD `header_digest` text;--> statement-breakpoint
CREATE INDEX `imports_header` ON `imports` (`header_digest`);--> statement-breakpoint
ALTER TABLE `persons` ADD `merged_into_key` integer REFERENCES persons(key);--> statement-breakpoint
CREATE INDEX `persons_household` ON `persons` (`household_key`) WHERE household_key is not null;--> statement-breakpoint
CREATE INDEX `persons_merged` ON `persons` (`merged_into_key`) WHERE merged_into_key is not null;--> statement-breakpoint
ALTER TABLE `registrants` ADD `former_zoom_ids` text;--> statement-breakpoint
ALTER TABLE `sections` ADD `allowed_domains` text;--> statement-breakpoint
ALTER TABLE `sections` ADD `link_kind` text DEFAULT 'personal' NOT NULL;--> statement-breakpoint
ALTER TABLE `teaching_groups` ADD `name` text DEFAULT '' NOT NULL;