package dev.hopwise.server.ingest;

import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;

/// A request body as it arrived. The bytes belong to the pipeline from now on.
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record IngestRequest(
    BodyFormat format, BodyEncoding encoding, byte[] body, int offset, int length) {}
