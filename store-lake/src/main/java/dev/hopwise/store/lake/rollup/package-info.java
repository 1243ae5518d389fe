/// Rollups in files: append-only segments per resolution, one checksummed, compressed block per
/// stretch. FORMAT.md, section 5, has the bytes.
@NullMarked
package dev.hopwise.store.lake.rollup;

import org.jspecify.annotations.NullMarked;
