/// The lake: spans go into a columnar builder that is searched directly, are sealed into Parquet
/// files by our own page writer, and committed to an Iceberg table. FORMAT.md says what lies on
/// disk.
@NullMarked
package dev.hopwise.store.lake;

import org.jspecify.annotations.NullMarked;
