package dev.hopwise.server;

import dev.hopwise.journal.Journal;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.window.WindowBook;
import dev.hopwise.server.ingest.DecisionMemory;
import dev.hopwise.server.policy.PolicyBook;
import dev.hopwise.server.telemetry.StageTimes;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.rollup.RollupStore;
import java.util.function.Supplier;

/// What a server is put together from. The server closes store, journal, decisions and rollups.
///
/// @param decoders makes one per thread
/// @param waitsForDevice whether the journal lets acknowledgements wait for the device
/// @param windows the engine asks them
/// @param head what SDKs are told is computed from it
/// @param policies which policy the engine decides by
/// @param rollups what was measured, over time
/// @param stages how long each stage takes; the store tells of its own
public record Parts(
    Journal journal,
    SpanStore store,
    DecisionEngine engine,
    DecisionMemory decisions,
    WindowBook windows,
    Supplier<RequestDecoder> decoders,
    boolean waitsForDevice,
    HeadView head,
    PolicyBook policies,
    RollupStore rollups,
    StageTimes stages) {}
