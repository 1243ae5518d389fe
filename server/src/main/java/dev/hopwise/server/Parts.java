package dev.hopwise.server;

import dev.hopwise.journal.Journal;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.Sampler;
import dev.hopwise.store.SpanStore;
import java.util.function.Supplier;

/// What a server is put together from. The server closes store and journal.
///
/// @param decoders makes one per thread
/// @param waitsForDevice whether the journal lets acknowledgements wait for the device
public record Parts(
    Journal journal,
    SpanStore store,
    Sampler sampler,
    Supplier<RequestDecoder> decoders,
    boolean waitsForDevice) {}
