package dev.hopwise.server.deliver;

import java.time.Duration;

/// How a courier works.
///
/// @param endpoint for people
/// @param itemName what is counted, as `spans`
/// @param queueSetting the setting that bounds the queue, for people
/// @param queueBytes that may wait, those being sent included
/// @param requestBytes of one request, before compression, unless a single entry is larger
/// @param senders how many requests are on the way at once
/// @param linger how long a small entry waits for others to go with it
/// @param drain how long a stop waits for what is queued
public record CourierOptions(
    String endpoint,
    String itemName,
    String queueSetting,
    long queueBytes,
    int requestBytes,
    int senders,
    Retries retries,
    Duration linger,
    Duration drain) {}
