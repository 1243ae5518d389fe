/// The attribute ledger of the running server: kept on disk, joined with what queries used.
@NullMarked
package dev.hopwise.server.ledger;

import org.jspecify.annotations.NullMarked;
