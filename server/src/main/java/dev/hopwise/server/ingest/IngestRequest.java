package dev.hopwise.server.ingest;

import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;

/// A request body as it arrived. The bytes belong to the pipeline until the request has its
/// outcome; then they are used for another one.
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record IngestRequest(
    BodyFormat format, BodyEncoding encoding, byte[] body, int offset, int length) {}
